import { expect, test } from "vitest";
import { turnLogs } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { delta, start } from "../testing/messages.ts";
import type { LoggedEvent } from "./turn-log.ts";

const seqs = (events: readonly LoggedEvent[]) => events.map(({ seq }) => seq);
const words = (events: readonly LoggedEvent[]) => events.map(({ event }) => (event.type === "text-delta" ? event.text : event.type));

contract("TurnLog", turnLogs, ({ open, openTwo }) => {
  test("numbers the events of a session from 1, turn after turn", async () => {
    await using log = await open();
    expect(await log.append("chat", "first", [delta("a"), delta("b")], 0)).toBe(2);
    expect(await log.append("chat", "second", [delta("c")], 0)).toBe(3);
    const events = await log.read("chat", 0, 10);
    expect(seqs(events)).toEqual([1, 2, 3]);
    expect(words(events)).toEqual(["a", "b", "c"]);
    expect(events.map(({ turnId }) => turnId)).toEqual(["first", "first", "second"]);
  });

  test("counts on from the floor where it holds nothing of the session", async () => {
    await using log = await open();
    expect(await log.append("chat", "turn", [delta("a"), delta("b")], 41)).toBe(43);
    expect(seqs(await log.read("chat", 0, 10))).toEqual([42, 43]);
  });

  test("what it holds decides over a lower floor", async () => {
    await using log = await open();
    await log.append("chat", "turn", [delta("a"), delta("b")], 41);
    expect(await log.append("chat", "turn", [delta("c")], 7)).toBe(44);
    expect(seqs(await log.read("chat", 0, 10))).toEqual([42, 43, 44]);
  });

  test("begins anew behind a floor that it does not reach", async () => {
    await using log = await open();
    await log.append("chat", "first", [delta("a"), { type: "turn-error", code: "internal", message: "Failed.", retryable: false }], 0);
    expect(await log.append("chat", "second", [delta("b"), delta("c")], 500)).toBe(502);
    expect(words(await log.read("chat", 0, 10))).toEqual(["b", "c"]);
    expect(await log.extent("chat")).toEqual({ first: 501, last: 502, openTurn: "second" });
  });

  test("takes nothing where it has gone beyond what the events may follow", async () => {
    await using log = await open();
    expect(await log.append("chat", "first", [delta("a")], 0, 1, 3)).toBe(1);
    await log.append("chat", "second", [delta("b"), delta("c"), delta("d")], 1);
    expect(await log.append("chat", "first", [delta("e")], 1, 1, 3)).toBeNull();
    expect(await log.append("chat", "first", [delta("e")], 1, 1, 4)).toBe(5);
    expect(words(await log.read("chat", 0, 10))).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("appending nothing changes nothing", async () => {
    await using log = await open();
    expect(await log.append("chat", "turn", [], 7)).toBe(7);
    await log.append("chat", "turn", [delta("a")], 0);
    expect(await log.append("chat", "turn", [], 0)).toBe(1);
    expect(await log.append("chat", "turn", [], 7)).toBe(1);
    expect(await log.read("chat", 0, 10)).toHaveLength(1);
  });

  test("reads after a number, oldest first, at most as many as asked for", async () => {
    await using log = await open();
    await log.append("chat", "turn", ["a", "b", "c", "d"].map(delta), 0);
    expect(words(await log.read("chat", 1, 2))).toEqual(["b", "c"]);
    expect(await log.read("chat", 4, 10)).toEqual([]);
    expect(await log.read("another", 0, 10)).toEqual([]);
  });

  test("a turn is read on its own, and every event comes back as it was told", async () => {
    await using log = await open();
    const first = start("chat", "second");
    await log.append("chat", "first", [delta("a")], 0);
    await log.append("chat", "second", [first, { type: "notice", code: "assumption", text: "Zwölf 💙" }], 0);
    await log.append("another", "second", [delta("b")], 0);
    expect((await log.readTurn("chat", "second")).map(({ event }) => event)).toEqual([first, { type: "notice", code: "assumption", text: "Zwölf 💙" }]);
    expect(await log.readTurn("chat", "third")).toEqual([]);
  });

  test("a long turn among others is read whole", async () => {
    await using log = await open();
    const spoken = Array.from({ length: 700 }, (_, index) => `word${index} `);
    await log.append("chat", "first", [delta("before")], 0);
    await log.append("chat", "second", spoken.map(delta), 0);
    await log.append("chat", "third", [delta("after")], 0);
    const events = await log.readTurn("chat", "second");
    expect(words(events)).toEqual(spoken);
    expect(seqs(events)).toEqual(spoken.map((_, index) => index + 2));
  });

  test("a turn that has its end takes nothing more, whoever brings it; the next one goes on", async () => {
    await using two = await openTwo();
    const end = { type: "turn-error" as const, code: "interrupted" as const, message: "Died.", retryable: true };
    await two.one.append("chat", "first", [start("chat", "first"), delta("a")], 0);
    const ends = await Promise.all([two.one, two.other].map((log) => log.append("chat", "first", [end], 0)));
    expect(ends.toSorted()).toEqual([3, null]);
    expect(await two.one.append("chat", "second", [delta("b")], 0)).toBe(4);
    expect(await two.other.append("chat", "first", [delta("late")], 0)).toBeNull();
    expect(seqs(await two.one.read("chat", 0, 10))).toEqual([1, 2, 3, 4]);
  });

  test("tells how far it reaches, and whether the last turn has ended", async () => {
    await using log = await open();
    expect(await log.extent("chat")).toBeNull();
    await log.append("chat", "first", [delta("a"), delta("b")], 41);
    expect(await log.extent("chat")).toEqual({ first: 42, last: 43, openTurn: "first" });
    await log.append("chat", "first", [{ type: "turn-error", code: "internal", message: "Failed.", retryable: false }], 0);
    expect(await log.extent("chat")).toEqual({ first: 42, last: 44, openTurn: null });
  });

  test("keeps when an event happened", async () => {
    await using log = await open();
    await log.append("chat", "turn", [delta("a")], 0, 1_766_000_000_123);
    expect((await log.read("chat", 0, 1))[0]!.at).toBe(1_766_000_000_123);
  });

  test("events appended at once over two connections stay in batches and leave no gap", async () => {
    await using two = await openTwo();
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 === 0 ? two.one : two.other).append("chat", `turn ${index}`, [delta(`${index}`), delta(`${index}`)], 0),
      ),
    );
    const events = await two.one.read("chat", 0, 100);
    expect(seqs(events)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    for (let pair = 0; pair < 60; pair += 2) expect(events[pair]!.turnId).toBe(events[pair + 1]!.turnId);
  });

  test("a long session keeps its newest events, without a gap", async () => {
    await using log = await open();
    const last = 8_000;
    for (let seq = 0; seq < last; seq += 1_000)
      await log.append(
        "chat",
        `turn ${seq}`,
        Array.from({ length: 1_000 }, () => delta("x")),
        0,
      );
    const events = await log.read("chat", 0, last);
    expect(events.length).toBeGreaterThanOrEqual(2_000);
    expect(events.length).toBeLessThan(last);
    expect(seqs(events)).toEqual(Array.from({ length: events.length }, (_, index) => last - events.length + index + 1));
  });

  test("forgets one session", async () => {
    await using log = await open();
    await log.append("chat", "turn", [delta("a")], 0);
    await log.append("another", "turn", [delta("b")], 0);
    await log.forget("chat");
    expect(await log.read("chat", 0, 10)).toEqual([]);
    expect(await log.read("another", 0, 10)).toHaveLength(1);
    expect(await log.append("chat", "turn", [delta("c")], 9)).toBe(10);
  });
});
