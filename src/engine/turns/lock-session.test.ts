import { afterAll, beforeAll, expect, test } from "vitest";
import { conversation } from "../testing/conversation.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { testEngine } from "../testing/test-engine.ts";
import { LEASE_MS } from "./lock-session.ts";

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

test("a holder whose answer is stored and who never let go does not keep others out for the whole of its lease", async () => {
  const directory = store.copy();
  let sessionId: string;
  {
    await using dying = await testEngine(directory);
    const talk = conversation(dying.engine, SEEKER);
    await talk.say("hello");
    ({ sessionId } = talk);
  }
  await using open = await testEngine(directory);
  const [, answer] = (await open.engine.sessions.show(SEEKER, sessionId)).messages;
  await open.ports.lock.acquire(sessionId, answer!.turn_id, LEASE_MS);
  const startedAt = performance.now();
  const next = await conversation(open.engine, SEEKER, sessionId).say("thanks");
  expect(next.end!.message.status).toBe("complete");
  expect(performance.now() - startedAt).toBeLessThan(LEASE_MS / 2);
});
