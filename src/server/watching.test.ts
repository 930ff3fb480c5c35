import { expect, test, vi } from "vitest";
import { openOutbox } from "./outbox.ts";
import { MAX_BUFFERED_BYTES } from "./protocol/connection.ts";
import { SEEKER } from "./testing/plain-tokens.ts";
import { scriptedEngine, words } from "./testing/scripted-engine.ts";
import { watching } from "./watching.ts";

/** A connection whose frames leave when the test says so, and that watches one session. */
function slowConnection() {
  const engine = scriptedEngine();
  const frames: { seq: number; seqFrom?: number; name?: string }[] = [];
  let leaving: (() => void)[] = [];
  const send = (text: string, done: () => void) => {
    frames.push(JSON.parse(text));
    leaving.push(done);
  };
  const nothing = () => {};
  const outbox = openOutbox({ socket: { send }, stallMs: 60_000, sent: nothing, progressed: nothing, stalled: nothing });
  const sessions = watching({ engine, actor: SEEKER, outbox, told: nothing, gone: nothing, lost: nothing });
  return {
    engine,
    sessions,
    sessionId: engine.session(SEEKER),
    told: () => frames.filter(({ seq }) => seq !== undefined).map(({ seq, seqFrom }) => (seqFrom === undefined ? seq : `${seqFrom}-${seq}`)),
    block: () => outbox.push(JSON.stringify({ name: "x".repeat(MAX_BUFFERED_BYTES) })),
    leave() {
      const now = leaving;
      leaving = [];
      for (const done of now) done();
    },
  };
}

test("words that a client could not be given in time come as one, and single ones again when it has caught up", async () => {
  const { engine, sessions, sessionId, told, block, leave } = slowConnection();
  (await sessions.open(sessionId, 0)).begin();
  engine.tell(sessionId, words("a"));
  await vi.waitUntil(() => told().length === 1);
  block();
  engine.tell(sessionId, words("b"));
  await vi.waitUntil(() => engine.given === 2);
  for (const text of ["c", "d", "e"]) engine.tell(sessionId, words(text));
  leave();
  await vi.waitFor(() => expect(told()).toEqual([1, 2, "3-5"]));
  leave();
  engine.tell(sessionId, words("f"), words("g"));
  await vi.waitFor(() => expect(told()).toEqual([1, 2, "3-5", 6, 7]));
});

test("what a client was given before is never joined with what it was not", async () => {
  const { engine, sessions, sessionId, told, block, leave } = slowConnection();
  (await sessions.open(sessionId, 0)).begin();
  engine.tell(sessionId, words("a"), words("b"), words("c"));
  await vi.waitUntil(() => told().length === 3);
  leave();
  block();
  engine.tell(sessionId, words("d"), words("e"));
  (await sessions.open(sessionId, 1)).begin();
  leave();
  await vi.waitFor(() => expect(told()).toEqual([1, 2, 3, "2-3", "4-5"]));
});

test("a watch that was asked for by a connection that has ended meanwhile ends as well", async () => {
  const { engine, sessions, sessionId } = slowConnection();
  const gate = Promise.withResolvers<void>();
  engine.gate = gate.promise;
  const opened = sessions.open(sessionId, 0);
  sessions.closeAll();
  gate.resolve();
  (await opened).begin();
  await vi.waitFor(() => expect(engine.watches).toBe(0));
});
