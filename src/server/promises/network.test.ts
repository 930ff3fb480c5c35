import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { type TcpProxy, type Way, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import type { Actor } from "../../engine/index.ts";
import { type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { ChatClient, ChatSession } from "../client/chat-client.ts";
import type { WireEvent } from "../protocol/events.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = 100;
const HEARTBEAT_MS = 400;
/** How long a fault stays after the client has noticed it. */
const LASTING_MS = 600;
const WAITING = { timeout: 30_000 };

/** What only slows a conversation down. Toxiproxy calls them latency, bandwidth, slicer and slow close. */
const BEARABLE: Record<string, Fault> = {
  "latency, 150 ms": { kind: "slow", ms: 150 },
  "bandwidth, 20 kB a second": { kind: "bandwidth", bytesPerSecond: 20_000 },
  "slicer, 5 bytes at a time": { kind: "slice", bytes: 5 },
  "slow close, a second": { kind: "slow close", ms: 1_000 },
};

/** What breaks a connection, or keeps it from being made. Toxiproxy calls them down, time-out, limit data and reset peer. */
const BREAKING: Record<string, Fault> = {
  down: { kind: "refused" },
  "time-out, never": { kind: "blackhole" },
  "time-out, 300 ms": { kind: "timeout", ms: 300 },
  "limit data, in the middle of a frame": { kind: "limit", bytes: 333 },
  "reset peer, at once": { kind: "reset", afterBytes: 0 },
  "reset peer, in the middle of a frame": { kind: "reset", afterBytes: 333 },
  "latency, a minute": { kind: "slow", ms: 60_000 },
};
/** A server that gets such frames closes with 1002, which is for good: what a client says wrong, it would say wrong again. */
const GARBLED: [string, Way, Fault] = ["every byte another one", "replies", { kind: "corrupt" }];

const WAYS: Way[] = ["replies", "requests"];
const each = (faults: Record<string, Fault>) => Object.entries(faults).flatMap(([name, fault]) => WAYS.map((way): [string, Way, Fault] => [name, way, fault]));

let store: SeededStore;
let server: RealServer;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  server = await realServer(store.copy(), { timings: { heartbeatMs: HEARTBEAT_MS, closingMs: 300 }, adapt: wordy({ words: WORDS, pauseMs: 10 }) });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});

interface Drill extends AsyncDisposable {
  proxy: TcpProxy;
  actor: Actor;
  client: ChatClient;
  /** Every event that the session told. */
  events: WireEvent[];
  session: ChatSession;
}

let users = 0;

/** A user of their own behind a proxy of their own, with a session open. */
async function drill(): Promise<Drill> {
  const proxy = await tcpProxy({ port: server.port });
  const actor: Actor = { userId: `user-${(users += 1)}`, role: "job_seeker" };
  const client = server.client(actor, { port: proxy.port }, { handshakeMs: 2_000, answerMs: 5_000, sends: 100 });
  const session = await client.open();
  const events: WireEvent[] = [];
  session.onEvent((event) => events.push(event));
  const dispose = async () => {
    client.close();
    await proxy[Symbol.asyncDispose]();
  };
  return { proxy, actor, client, session, events, [Symbol.asyncDispose]: dispose };
}

const said = ({ events }: Drill) => events.some(({ type }) => type === "TEXT_MESSAGE_CONTENT");

/** The answer is whole: as it was said, as it is shown, and as it is stored; every event was told once and in order, and one message is there. */
async function expectWhole({ session, actor, events }: Drill, texts: string[]): Promise<void> {
  await vi.waitFor(() => expect(session.messages.filter(({ status }) => status === "complete")).toHaveLength(2 * texts.length), WAITING);
  const conversation = texts.flatMap((text) => [text, wordyAnswer(WORDS)]);
  expect(session.messages.map(({ content }) => content)).toEqual(conversation);
  const { messages } = await server.engine.sessions.show(actor, session.id);
  expect(messages.map(({ text }) => text)).toEqual(conversation);
  const spans = events.flatMap((event) => ("seq" in event ? [[("seqFrom" in event ? event.seqFrom : undefined) ?? event.seq, event.seq] as const] : []));
  for (const [index, [from]] of spans.entries()) expect(from).toBe(index === 0 ? 1 : spans[index - 1]![1] + 1);
  const words = events.map((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? event.delta : "")).join("");
  expect(words).toBe(wordyAnswer(WORDS).repeat(texts.length));
}

/** What comes of a question that is asked under a fault: an answer or an error that says that asking again can help, and one of both in any case. */
const outcome = (asked: Promise<unknown>) =>
  asked.then(
    () => "an answer",
    ({ name, retryable }: { name: string; retryable: boolean }) => (name === "ChatError" && retryable ? "a retryable error" : "another error"),
  );
const BOUNDED = ["an answer", "a retryable error"];

describe("network", () => {
  test.concurrent.each(each(BEARABLE))("%s (%s): takes longer, and that is all", async (_, way, fault) => {
    await using it = await drill();
    const states: string[] = [];
    it.client.onState((state) => states.push(state));
    await it.proxy.fault(fault, way);
    const run = await it.session.send("TypeScript jobs");
    await Array.fromAsync(run.events);
    await expectWhole(it, ["TypeScript jobs"]);
    expect((await it.client.sessions()).sessions).toHaveLength(1);
    expect(states).toEqual([]);
  });

  test.concurrent.each([...each(BREAKING), GARBLED])(
    "%s (%s) in the middle of an answer: the client notices, comes back by itself, and the answer is whole",
    async (_, way, fault) => {
      await using it = await drill();
      const run = await it.session.send("TypeScript jobs");
      await vi.waitUntil(() => said(it), WAITING);
      await it.proxy.fault(fault, way);
      const asked = outcome(it.client.sessions());
      await vi.waitUntil(() => it.client.state !== "ready", WAITING);
      await sleep(LASTING_MS);
      await it.proxy.clear();
      await vi.waitUntil(() => it.client.state === "ready", WAITING);
      expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
      await expectWhole(it, ["TypeScript jobs"]);
      expect(BOUNDED).toContain(await asked);
    },
  );

  test.concurrent.each([...each(BREAKING), GARBLED])("%s (%s) before a message is sent: it arrives once, when it can", async (_, way, fault) => {
    await using it = await drill();
    await it.proxy.fault(fault, way);
    const [sent, asked] = [it.session.send("TypeScript jobs"), outcome(it.client.sessions())];
    await vi.waitUntil(() => it.client.state !== "ready", WAITING);
    await sleep(LASTING_MS);
    await it.proxy.clear();
    const run = await sent;
    expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
    await expectWhole(it, ["TypeScript jobs"]);
    expect(BOUNDED).toContain(await asked);
  });

  test("one fault after another, through three answers", { timeout: 60_000 }, async () => {
    await using it = await drill();
    const weather = new AbortController();
    const changing = (async () => {
      const faults = each({ ...BEARABLE, ...BREAKING });
      for (let at = 0; !weather.signal.aborted; at += 5) {
        const [, way, fault] = faults[at % faults.length]!;
        await it.proxy.fault(fault, way);
        await sleep(300);
        await it.proxy.clear();
        await sleep(300);
      }
    })();
    const texts = ["TypeScript jobs", "React jobs", "nurse jobs"];
    for (const text of texts) {
      const run = await it.session.send(text);
      expect((await Array.fromAsync(run.events)).at(-1)!.type).toBe("RUN_FINISHED");
    }
    weather.abort();
    await changing;
    await expectWhole(it, texts);
  });

  test("a client that cannot connect says so from the beginning, waits, and is there when the network is", async () => {
    await using proxy = await tcpProxy({ port: server.port });
    await proxy.fault({ kind: "refused" });
    const client = server.client({ userId: "early", role: "job_seeker" }, { port: proxy.port });
    const opening = client.open();
    await vi.waitUntil(() => client.state === "waiting", WAITING);
    await proxy.clear();
    const session = await opening;
    expect((await Array.fromAsync((await session.send("hello")).events)).at(-1)!.type).toBe("RUN_FINISHED");
    client.close();
    await expect(session.send("more")).rejects.toMatchObject({ name: "ChatError", code: "closed" });
  });
});
