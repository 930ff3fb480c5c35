import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ModelServer, beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import type { SendMessage } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { ofType, turnOf } from "../testing/conversation.ts";
import { type RemoteEngine, remoteEngine } from "../testing/remote-engine.ts";
import { SEEKER, fixtures } from "../testing/seeded-store.ts";
import { type SeededServices, missingServices, seededServices } from "../testing/seeded-services.ts";

const WORDS = 60;
const PAUSE_MS = 50;
const SENDERS = 50;

describe.skipIf(missingServices.length > 0)(
  `two processes on the same services (skipped where there is no ${missingServices.join(", ") || "service"})`,
  { timeout: 120_000 },
  () => {
    let services: SeededServices;
    let model: ModelServer;
    let one: RemoteEngine;
    let other: RemoteEngine;

    beforeAll(async () => {
      services = await seededServices(fixtures(20));
      model = await modelServer(async (response) => {
        beginStream(response);
        for (let word = 1; word <= WORDS && !response.destroyed; word += 1) {
          response.write(says(`word${word} `));
          await sleep(PAUSE_MS);
        }
        response.end("data: [DONE]\n\n");
      });
      const environment = { ...services.environment, OPENAI_BASE_URL: model.url, ROLECALL_EMBEDDING_MODEL: "offline" };
      [one, other] = await Promise.all([remoteEngine(environment), remoteEngine(environment)]);
    }, 240_000);
    afterAll(async () => {
      await one?.[Symbol.asyncDispose]();
      await other?.[Symbol.asyncDispose]();
      await model?.[Symbol.asyncDispose]();
      await services?.[Symbol.asyncDispose]();
    });

    test("a turn that one has started is followed live by the other, word for word", async () => {
      const message: SendMessage = { ...SEEKER, text: "TypeScript jobs", clientMessageId: crypto.randomUUID() };
      const requests = model.requests;
      const first = timed(one.send(message));
      await first.said("text-delta");
      const second = timed(other.send(message));
      await second.said("text-delta");
      expect(first.events.some(({ type }) => type === "turn-end")).toBe(false);
      await Promise.all([first.ended, second.ended]);
      const [told, followed] = [turnOf("", first.events), turnOf("", second.events)];
      expect(ofType(followed.events, "turn-start")[0]!.duplicate).toBe(true);
      expect(ofType(followed.events, "text-delta").length).toBeGreaterThan(3);
      expect(followed.streamed).toBe(told.streamed);
      expect(followed.end!.message).toEqual(told.end!.message);
      expect(followed.matches).toEqual(told.matches);
      expect(model.requests - requests).toBe(1);
    });

    test("a turn of one is cancelled from the other, and its words are kept", async () => {
      const first = timed(one.send({ ...SEEKER, text: "data analyst jobs" }));
      await first.said("text-delta");
      const { sessionId, turnId } = ofType(first.events, "turn-start")[0]!;
      const startedAt = performance.now();
      expect(await other.cancel(SEEKER, sessionId, crypto.randomUUID())).toBe(false);
      expect(await other.cancel(SEEKER, sessionId, turnId)).toBe(true);
      await first.ended;
      expect(performance.now() - startedAt).toBeLessThan(3_000);
      const turn = turnOf("", first.events);
      expect(turn.end!.message.status).toBe("cancelled");
      expect(turn.end!.message.text).toBe(turn.streamed);
      expect(turn.streamed).toMatch(/^word1 /);
      await model.hungUp;
    });

    test("fifty sends of one message to both are one turn, answered once", async () => {
      const message: SendMessage = { ...SEEKER, text: "warehouse jobs", clientMessageId: crypto.randomUUID() };
      const requests = model.requests;
      const seen = await Promise.all(Array.from({ length: SENDERS }, (_, index) => Array.fromAsync((index % 2 === 0 ? one : other).send(message))));
      const turns = seen.map((events) => turnOf("", events));
      const starts = turns.map(({ events }) => ofType(events, "turn-start")[0]!);
      expect(new Set(starts.map(({ sessionId, turnId, messageId }) => `${sessionId} ${turnId} ${messageId}`)).size).toBe(1);
      expect(starts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      for (const { end, streamed } of turns) {
        expect(end!.message).toEqual(turns[0]!.end!.message);
        expect(streamed).toBe(end!.message.text);
      }
      expect(model.requests - requests).toBe(1);
    });

    test("a turn whose process is killed ends for its follower as interrupted, with the words that were said", async () => {
      const dying = await remoteEngine({ ...services.environment, OPENAI_BASE_URL: model.url, ROLECALL_EMBEDDING_MODEL: "offline" });
      const message: SendMessage = { ...SEEKER, text: "marketing jobs", clientMessageId: crypto.randomUUID() };
      const first = timed(dying.send(message));
      await first.said("text-delta");
      const second = timed(other.send(message));
      await second.said("text-delta");
      await dying.kill();
      await second.ended;
      const { end } = turnOf("", second.events);
      expect(end!.message.status).toBe("interrupted");
      expect(end!.message.text).toMatch(/^word1 /);
      expect(turnOf("", second.events).streamed).toBe(end!.message.text);
    });
  },
);

/** Collects events as they come, and tells when one of a kind has. */
function timed(events: AsyncGenerator<TurnEvent, void, undefined>) {
  const collected: TurnEvent[] = [];
  const waiting = new Map<string, () => void>();
  const ended = (async () => {
    for await (const event of events) {
      collected.push(event);
      waiting.get(event.type)?.();
    }
  })();
  return {
    events: collected,
    ended,
    said: (type: TurnEvent["type"]) =>
      Promise.race([
        new Promise<void>((resolve) => {
          waiting.set(type, resolve);
          if (collected.some((event) => event.type === type)) resolve();
        }),
        ended.then(() => {
          if (!collected.some((event) => event.type === type)) throw new Error(`The turn ended without ${type}: ${JSON.stringify(collected.at(-1))}`);
        }),
      ]),
  };
}
