import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { caches } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";

const LONG = 60_000;
/** Long enough that a slow machine does not miss it, short enough to wait for. */
const SHORT = 120;

contract("Cache", caches, ({ open, openTwo }) => {
  test("keeps what it is given, whatever it says", async () => {
    await using cache = await open();
    const value = `{"text":"Zwölf 💙\\n\0 jobs"}${"x".repeat(100_000)}`;
    await cache.set("llm_response:ada.1", value, LONG);
    expect(await cache.get("llm_response:ada.1")).toBe(value);
    expect(await cache.get("llm_response:ada.2")).toBeNull();
  });

  test("a later value replaces an earlier one, and so does its time to live", async () => {
    await using cache = await open();
    await cache.set("key", "old", LONG);
    await cache.set("key", "new", SHORT);
    expect(await cache.get("key")).toBe("new");
    await sleep(SHORT + 50);
    expect(await cache.get("key")).toBeNull();
  });

  test("what has no time to live is not kept, and takes the place of what was", async () => {
    await using cache = await open();
    for (const ttlMs of [0, -1]) {
      await cache.set("key", "old", LONG);
      await cache.set("key", "new", ttlMs);
      expect(await cache.get("key")).toBeNull();
    }
    await cache.set("key", "part of a millisecond", 59_999.5);
    expect(await cache.get("key")).toBe("part of a millisecond");
  });

  test("drops a prefix however many keys have it", async () => {
    await using cache = await open();
    const keys = Array.from({ length: 2_500 }, (_, index) => `answer:a.${index}`);
    await Promise.all(keys.map((key) => cache.set(key, key, LONG)));
    await cache.set("answer:b.0", "kept", LONG);
    await cache.dropPrefix("answer:a.");
    expect((await Promise.all(keys.map((key) => cache.get(key)))).every((value) => value === null)).toBe(true);
    expect(await cache.get("answer:b.0")).toBe("kept");
  });

  test("forgets each key at its own time", async () => {
    await using cache = await open();
    await cache.set("brief", "1", SHORT);
    await cache.set("lasting", "2", LONG);
    await sleep(SHORT + 50);
    expect(await cache.get("brief")).toBeNull();
    expect(await cache.get("lasting")).toBe("2");
  });

  test("drops a prefix and nothing that only resembles it", async () => {
    await using cache = await open();
    const dropped = ["answer:a.", "answer:a.1", "answer:a.Zebra", "answer:a.ü💙"];
    const kept = ["answer:a", "answer:ab.1", "answer:A.1", "answer:b.1", "other:answer:a.1"];
    for (const key of [...dropped, ...kept]) await cache.set(key, key, LONG);
    await cache.dropPrefix("answer:a.");
    for (const key of dropped) expect(await cache.get(key)).toBeNull();
    for (const key of kept) expect(await cache.get(key)).toBe(key);
    await cache.dropPrefix("answer:nobody.");
  });

  test("signs in a prefix stand for themselves", async () => {
    await using cache = await open();
    const prefixes = ["a*", "a?", "a[bc]", "a%", "a_", "a\\"];
    for (const key of [...prefixes, "ab", "abc", "axyz"]) await cache.set(`${key}1`, key, LONG);
    for (const prefix of prefixes) await cache.dropPrefix(prefix);
    for (const prefix of prefixes) expect(await cache.get(`${prefix}1`)).toBeNull();
    for (const key of ["ab", "abc", "axyz"]) expect(await cache.get(`${key}1`)).toBe(key);
  });

  test("two connections share it", async () => {
    await using two = await openTwo();
    await two.one.set("answer:a.1", "warm", LONG);
    expect(await two.other.get("answer:a.1")).toBe("warm");
    await two.other.dropPrefix("answer:a.");
    expect(await two.one.get("answer:a.1")).toBeNull();
  });
});
