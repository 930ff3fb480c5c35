import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { tokenFor } from "../testing/replica.ts";
import { SHARING } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { balancer } from "./testing/balancer.ts";
import { SOAK } from "./testing/deaths.ts";
import { type Room, room } from "./testing/exchange.ts";
import { figures } from "./testing/figures.ts";
import { fleet } from "./testing/fleet.ts";
import { page } from "./testing/page.ts";
import { type Taken, complaintsOf } from "./testing/verdict.ts";

const CLIENTS = 20;
/** Of each replica. */
const RESTARTS = SOAK ? 10 : 1;
const ASKED = ["TypeScript jobs", "nursing jobs", "data analyst jobs", "warehouse jobs", "marketing jobs"];
const WORDS = Array.from({ length: 20 }, (_, index) => `word${index} `);
const WAITING_MS = 250;

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel({ words: WORDS, pauseMs: 50 });
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each(SHARING)("a rolling restart of two replicas on $name", ({ name, environment, missing }) => {
  test.skipIf(missing !== undefined)(`${CLIENTS} clients that ask all the time notice nothing but reconnects`, { timeout: RESTARTS * 120_000 }, async () => {
    await using all = await fleet({ ...model.environment, ROLECALL_DATA_DIR: store.copy(), ...(await environment()) });
    const replicas = await Promise.all([all.start(), all.start()]);
    await using door = await balancer(replicas.map(({ port }) => port));
    const token = await tokenFor(SEEKER);
    const told = figures();
    const pages = Array.from({ length: CLIENTS }, () => page({ url: door.url, token }));
    // Each one writes in a session of its own, which its neighbour has open too.
    const rooms = await Promise.all(pages.map((writer, index) => room([writer, pages[(index + 1) % CLIENTS]!])));

    let isOver = false;
    const failures: string[] = [];
    const conversations = rooms.map(async (of, index) => {
      const taken: Taken[] = [];
      while (!isOver) {
        const text = ASKED[(index + taken.length) % ASKED.length]!;
        taken.push(await answered(of, text));
        await sleep(Math.random() * WAITING_MS);
      }
      return taken;
    });
    for (const conversation of conversations) conversation.catch((error: unknown) => failures.push(String(error)));

    await sleep(2_000);
    for (let restart = 0; restart < 2 * RESTARTS; restart += 1) {
      const leaving = replicas.shift()!;
      const askedAt = performance.now();
      expect(await leaving.end("SIGTERM")).toEqual({ code: 0, signal: null });
      told.time("drain", performance.now() - askedAt);
      replicas.push(await all.start());
      door.ports = replicas.map(({ port }) => port);
      await sleep(1_000);
    }
    isOver = true;
    const taken = await Promise.all(conversations);
    expect(failures).toEqual([]);

    const complaints = rooms.map((watched, index) => complaintsOf(all, { sessionId: watched[0].session.id, watched, taken: taken[index]! }));
    expect((await Promise.all(complaints)).flat().slice(0, 5)).toEqual([]);
    expect(rooms.flatMap((of) => of.map(({ snapshots }) => snapshots)).filter((snapshots) => snapshots > 0)).toEqual([]);
    expect(pages.flatMap(({ losses }) => losses)).toEqual([]);
    for (const { connections } of pages) expect(connections).toBeGreaterThan(1);
    for (const turns of taken) for (const _ of turns) told.count("turns");
    if (SOAK) told.print(`${2 * RESTARTS} restarts under load, two replicas on ${name}`);
    for (const { client } of pages) client.close();
  });
});

/** Sends one message and reads its answer as a frontend does. */
async function answered([{ session }]: Room, text: string): Promise<Taken> {
  const run = await session.send(text);
  let words = "";
  let ends = 0;
  for await (const event of run.events) {
    if (event.type === "TEXT_MESSAGE_CONTENT") words += event.delta;
    if (event.type === "RUN_ERROR") throw new Error(`The run ended with ${event.code}: ${event.message}`);
    if (event.type === "RUN_FINISHED") ends += 1;
  }
  if (ends !== 1 || words !== WORDS.join("")) throw new Error(`The run ended ${ends} times, with "${words}"`);
  return { runId: run.runId, messageId: run.messageId, text };
}
