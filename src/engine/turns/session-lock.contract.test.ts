import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { sessionLocks } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";

const LONG = 60_000;
const SHORT = 120;
const untilExpired = () => sleep(SHORT + 50);

contract("SessionLock", sessionLocks, ({ open, openTwo }) => {
  test("one holder at a time, and each session on its own", async () => {
    await using lock = await open();
    expect(await lock.holder("chat")).toBeNull();
    expect(await lock.acquire("chat", "first", LONG)).toBe(true);
    expect(await lock.acquire("chat", "second", LONG)).toBe(false);
    expect(await lock.acquire("another", "second", LONG)).toBe(true);
    expect(await lock.holder("chat")).toBe("first");
  });

  test("of fifty who try at once over two connections one wins", async () => {
    await using two = await openTwo();
    const tries = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? two.one : two.other).acquire("chat", `turn ${index}`, LONG));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await two.one.holder("chat")).toBe(await two.other.holder("chat"));
  });

  test("the same turn started twice gets the lock once", async () => {
    await using two = await openTwo();
    expect(await two.one.acquire("chat", "turn", LONG)).toBe(true);
    await two.one.requestCancel("chat");
    expect(await two.other.acquire("chat", "turn", LONG)).toBe(false);
    expect(await two.one.renew("chat", "turn", LONG)).toEqual({ cancelRequested: true });
  });

  test("a released lock is free at once; only its holder can release it", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", LONG);
    await lock.release("chat", "second");
    expect(await lock.holder("chat")).toBe("first");
    await lock.release("chat", "first");
    await lock.release("chat", "first");
    expect(await lock.holder("chat")).toBeNull();
    expect(await lock.acquire("chat", "second", LONG)).toBe(true);
  });

  test("a lease that ends lets somebody else in", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", SHORT);
    expect(await lock.acquire("chat", "second", LONG)).toBe(false);
    await untilExpired();
    expect(await lock.holder("chat")).toBeNull();
    expect(await lock.acquire("chat", "second", LONG)).toBe(true);
    expect(await lock.holder("chat")).toBe("second");
  });

  test("a renewed lease goes on", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", SHORT);
    expect(await lock.renew("chat", "first", LONG)).toEqual({ cancelRequested: false });
    await untilExpired();
    expect(await lock.holder("chat")).toBe("first");
  });

  test("a holder that lost the lock learns it when it renews, and does not harm the new one", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", SHORT);
    await untilExpired();
    await lock.acquire("chat", "second", LONG);
    expect(await lock.renew("chat", "first", LONG)).toBeNull();
    await lock.release("chat", "first");
    expect(await lock.holder("chat")).toBe("second");
    expect(await lock.renew("nowhere", "first", LONG)).toBeNull();
  });

  test("a holder that lost the lock may take it again, and what was asked of it before is forgotten", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", SHORT);
    await lock.requestCancel("chat");
    await untilExpired();
    expect(await lock.acquire("chat", "first", LONG)).toBe(true);
    expect(await lock.renew("chat", "first", LONG)).toEqual({ cancelRequested: false });
  });

  test("a holder that is asked to stop learns it when it renews", async () => {
    await using two = await openTwo();
    await two.one.acquire("chat", "first", LONG);
    expect(await two.other.requestCancel("chat")).toBe(true);
    expect(await two.one.renew("chat", "first", LONG)).toEqual({ cancelRequested: true });
  });

  test("only the named holder is asked to stop", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", LONG);
    expect(await lock.requestCancel("chat", "second")).toBe(false);
    expect(await lock.renew("chat", "first", LONG)).toEqual({ cancelRequested: false });
    expect(await lock.requestCancel("chat", "first")).toBe(true);
  });

  test("nobody is asked to stop where nobody holds the lock", async () => {
    await using lock = await open();
    expect(await lock.requestCancel("chat")).toBe(false);
    await lock.acquire("chat", "first", SHORT);
    await untilExpired();
    expect(await lock.requestCancel("chat")).toBe(false);
  });

  test("a lease that ends without a release leaves an orphan, until it is released", async () => {
    await using two = await openTwo();
    await two.one.acquire("living", "turn", LONG);
    await two.one.acquire("let go", "turn", LONG);
    await two.one.release("let go", "turn");
    expect(await two.other.orphans()).toEqual([]);
    await two.one.acquire("dead", "turn", SHORT);
    await untilExpired();
    expect(await two.other.orphans()).toEqual([{ sessionId: "dead", holder: "turn" }]);
    await two.other.release("dead", "turn");
    expect(await two.one.orphans()).toEqual([]);
  });

  test("an abandoned lock is free at once, and an orphan", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", LONG);
    await lock.abandon("chat", "second");
    expect(await lock.holder("chat")).toBe("first");
    await lock.abandon("chat", "first");
    expect(await lock.holder("chat")).toBeNull();
    expect(await lock.orphans()).toEqual([{ sessionId: "chat", holder: "first" }]);
    expect(await lock.acquire("chat", "second", LONG)).toBe(true);
  });

  test("the next holder is not asked to stop for the one before", async () => {
    await using lock = await open();
    await lock.acquire("chat", "first", SHORT);
    await lock.requestCancel("chat");
    await untilExpired();
    await lock.acquire("chat", "second", LONG);
    expect(await lock.renew("chat", "second", LONG)).toEqual({ cancelRequested: false });
  });
});
