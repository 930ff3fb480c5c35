import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type Replica, tokenFor } from "../testing/replica.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import { connectTo } from "../testing/test-client.ts";
import { SHARING } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";
import { type Balancer, balancer } from "./testing/balancer.ts";
import { type Exchange, ask, isOver, room, takenOf } from "./testing/exchange.ts";
import { figures } from "./testing/figures.ts";
import { type Fleet, fleet } from "./testing/fleet.ts";
import { type Page, page } from "./testing/page.ts";
import { type Taken, complaintsOf } from "./testing/verdict.ts";

const SOAK = process.env.ROLECALL_SOAK === "1";
const PAGES = 10;
const TURNS_A_PAGE = 10;
const ASKED = ["TypeScript jobs", "nursing jobs", "data analyst jobs", "warehouse jobs", "marketing jobs"];
const SHORT = { words: ["Still ", "here."], pauseMs: 0 };
/** A hundred messages in one moment keep a process busy for longer than the second that Redis has by default. */
const PATIENCE = { ROLECALL_CACHE_TIMEOUT_MS: "20000" };
const WAITING = { timeout: 90_000, interval: 20 };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel();
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each(SHARING)("SIGTERM during 100 running turns, two replicas on $name", ({ name, environment, missing }) => {
  const isSkipped = missing !== undefined;
  const told = figures();
  let all: Fleet;
  let token: string;
  let other: Replica;
  beforeAll(async () => {
    if (isSkipped) return;
    all = await fleet({ ...model.environment, ...PATIENCE, ROLECALL_DATA_DIR: store.copy(), ...(await environment()) });
    token = await tokenFor(SEEKER);
    other = await all.start();
  }, 60_000);
  afterAll(async () => {
    if (SOAK) told.print(`drains, two replicas on ${name}`);
    await all?.[Symbol.asyncDispose]();
  });

  interface Running {
    pages: Page[];
    asked: Exchange[];
    taken: Taken[];
  }

  /** A hundred turns on one replica, each with words; a page on the other replica sees some of them. */
  async function hundredTurns(door: Balancer): Promise<Running> {
    const across = page({ url: other.wsUrl, token });
    const pages = Array.from({ length: PAGES }, () => page({ url: door.url, token }));
    const rooms = await Promise.all(pages.flatMap((one) => Array.from({ length: TURNS_A_PAGE }, (_, index) => room(index === 0 ? [one, across] : [one]))));
    const worded = rooms.map(([conversation]) => conversation.next(({ type }) => type === "TEXT_MESSAGE_CONTENT"));
    const asked = rooms.map((of, index) => ask(of, ASKED[index % ASKED.length]!));
    const taken = await Promise.all(asked.map(takenOf));
    await Promise.all(worded);
    expect(asked.filter((one, index) => isOver(one, taken[index]!.runId))).toEqual([]);
    return { pages: [...pages, across], asked, taken };
  }

  async function untilOver({ asked, taken }: Pick<Running, "asked" | "taken">): Promise<void> {
    await vi.waitUntil(() => asked.every((one, index) => isOver(one, taken[index]!.runId)), WAITING).catch(() => {});
  }

  async function complaints(asked: readonly Exchange[], turns: readonly (readonly Taken[])[]): Promise<string[]> {
    const of = asked.map(({ room: watched }, index) =>
      complaintsOf(all, { sessionId: watched[0].session.id, watched, taken: turns.map((taken) => taken[index]!) }),
    );
    return (await Promise.all(of)).flat().slice(0, 5);
  }

  /** They go on with the other replica. */
  async function goOn({ asked, taken, pages }: Running): Promise<void> {
    model.speech = SHORT;
    const again = asked.map(({ room: of }) => ask(of, "office jobs"));
    const takenAgain = await Promise.all(again.map(takenOf));
    await untilOver({ asked: again, taken: takenAgain });
    expect(await complaints(asked, [taken, takenAgain])).toEqual([]);
    for (const { room: of } of again) expect(of[0].messages.at(-1)).toMatchObject({ content: SHORT.words.join(""), status: "complete" });
    for (const { losses, client } of pages) {
      expect(losses).toEqual([]);
      client.close();
    }
  }

  test.skipIf(isSkipped)("a model that is quick enough: every answer is finished, and nobody else gets in meanwhile", { timeout: 240_000 }, async () => {
    const words = Array.from({ length: 50 }, (_, index) => `word${index} `);
    const leaving = await all.start(["--drain-timeout", "60"]);
    await using door = await balancer([leaving.port]);
    model.speech = { words, pauseMs: 160 };
    const [idle, busy] = [await signedInClient(leaving.port, token), await signedInClient(leaving.port, token)];
    const [sessionId, another] = [await busy.session(), await busy.session()];
    const running = await hundredTurns(door);
    const probe = connect(leaving.port, "127.0.0.1");
    await once(probe, "connect");
    await busy.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });

    door.ports = [other.port];
    const askedAt = performance.now();
    const ended = leaving.end("SIGTERM");
    expect((await idle.closed).code).toBe(1001);
    leaving.process.kill("SIGTERM");
    const refused = await busy.command("message.send", { sessionId: another, clientMessageId: crypto.randomUUID(), text: "nursing jobs" });
    expect(refused).toMatchObject({ type: "error", code: "draining", retryable: true });
    probe.write("GET /readyz HTTP/1.1\r\nHost: replica\r\nConnection: close\r\n\r\n");
    expect(String(Buffer.concat(await probe.toArray()))).toMatch(/^HTTP\/1\.1 503 .*"status":"draining"/s);
    await expect(connectTo(leaving.port)).rejects.toThrow("ECONNREFUSED");
    await expect(fetch(leaving.url)).rejects.toThrow();

    expect(await ended).toEqual({ code: 0, signal: null });
    told.time("drain with a quick model", performance.now() - askedAt);
    expect(performance.now() - askedAt).toBeLessThan(60_000);
    expect((await busy.closed).code).toBe(1001);
    expect(busy.text()).toBe(words.join(""));
    expect(busy.frames.filter(({ type }) => type === "RUN_FINISHED")).toHaveLength(1);
    await untilOver(running);
    expect(await complaints(running.asked, [running.taken])).toEqual([]);
    for (const { room: of } of running.asked) expect(of[0].messages.at(-1)).toMatchObject({ content: words.join(""), status: "complete" });
    await goOn(running);
  });

  test.skipIf(isSkipped)("a model that is too slow: every answer is kept as far as it was said, and can be asked for again", { timeout: 240_000 }, async () => {
    const DRAIN_S = 6;
    const words = Array.from({ length: 400 }, (_, index) => `word${index} `);
    const leaving = await all.start(["--drain-timeout", String(DRAIN_S)]);
    await using door = await balancer([leaving.port]);
    model.speech = { words, pauseMs: 500 };
    const running = await hundredTurns(door);
    const hungUp = model.hungUp.length;
    const before = running.asked.map(({ room: of }) => of[0].messages.at(-1)!.content);

    door.ports = [other.port];
    const askedAt = performance.now();
    const ended = leaving.end("SIGTERM");
    await sleep(1_000);
    leaving.process.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, signal: null });
    told.time("drain with a slow model", performance.now() - askedAt);
    expect(performance.now() - askedAt).toBeLessThan(DRAIN_S * 1_000);
    expect(model.hungUp.length - hungUp).toBe(PAGES * TURNS_A_PAGE);
    await untilOver(running);
    expect(await complaints(running.asked, [running.taken])).toEqual([]);
    for (const [index, { room: of }] of running.asked.entries()) {
      const { content, status } = of[0].messages.at(-1)!;
      expect(status).toBe("interrupted");
      expect(content.startsWith(before[index]!) && words.join("").startsWith(content), `"${content}" is kept`).toBe(true);
    }
    await goOn(running);
  });
});
