import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type KeyPair, keyPair, portal, signed } from "../auth/testing/portal.ts";
import { tokenFor } from "../testing/replica.ts";
import type { TestClient } from "../testing/test-client.ts";
import { currentClaims } from "./testing/portal-users.ts";
import { realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = 250;
const SPEECH = { words: WORDS, pauseMs: 10 };
/** Whole seconds, as tokens have it: between one and two are left in any case. */
const SOON_S = 2;
const WAITING = { timeout: 30_000 };

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

async function asks(client: TestClient): Promise<{ sessionId: string; runId: string }> {
  const sessionId = await client.session();
  const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" });
  await client.next(({ type, threadId }) => type === "TEXT_MESSAGE_CONTENT" && threadId === sessionId);
  return { sessionId, runId: result.runId };
}

const lastSeq = (client: TestClient): number => client.frames.findLast(({ seq }) => seq !== undefined)!.seq;
const ended = (client: TestClient, runId: string) => client.next((frame) => frame.type === "RUN_FINISHED" && frame.runId === runId);

describe("expiry, logout", () => {
  test("a token that expires in the middle of an answer closes with 4401; the answer goes on, and a new token brings the rest", async () => {
    await using server = await realServer(store.copy(), { adapt: wordy({ words: WORDS, pauseMs: 15 }) });
    const client = await server.connect(await tokenFor(SEEKER, SOON_S));
    const { sessionId, runId } = await asks(client);
    expect(await client.closed).toEqual({ code: 4401, reason: "The token has expired" });
    expect(client.frames.at(-1)!.type).toBe("TEXT_MESSAGE_CONTENT");
    expect(server.engine.running).toBe(1);

    const back = await server.connect(SEEKER);
    await back.session({ sessionId, afterSeq: lastSeq(client) });
    await ended(back, runId);
    expect(client.text() + back.text()).toBe(wordyAnswer(WORDS));
  });

  test("nothing is done for an expired token: what is asked in its last moment is answered before the close, or not at all", async () => {
    await using server = await realServer(store.copy());
    const client = await server.connect(await tokenFor(SEEKER, SOON_S));
    const asking = setInterval(() => client.socket.readyState === client.socket.OPEN && client.send({ id: performance.now() | 0, type: "session.open" }), 50);
    await client.closed;
    clearInterval(asking);
    const asked = await server.metric("commands_total", 'type="session.open"');
    expect(client.frames.filter(({ type }) => type === "ack").length).toBeGreaterThan(0);
    await sleep(200);
    expect(await server.metric("commands_total", 'type="session.open"')).toBe(asked);
    expect(server.connections).toBe(0);
  });

  test("a token that is refreshed in the middle of an answer: not a word is lost, doubled or late", async () => {
    await using server = await realServer(store.copy(), { adapt: wordy(SPEECH) });
    const client = await server.connect(await tokenFor(SEEKER, SOON_S));
    const { runId } = await asks(client);
    const refreshed = await client.command("auth.refresh", { token: await tokenFor(SEEKER, 600) });
    expect(refreshed.result.tokenExpiresAt).toBeGreaterThan(Date.now() + 500_000);
    await ended(client, runId);
    await sleep(SOON_S * 1_000);
    expect(client.text()).toBe(wordyAnswer(WORDS));
    expect((await client.command("session.list")).type).toBe("ack");
  });

  test("the client that frontends use is asked for a new token in time, and nobody notices", async () => {
    await using server = await realServer(store.copy(), { adapt: wordy(SPEECH) });
    let tokens = 0;
    const token = () => tokenFor(SEEKER, 1 + 2 * (tokens += 1));
    const client = server.client(SEEKER, { token }, { refreshAheadMs: 1_500, leastRefreshMs: 100 });
    const states: string[] = [];
    client.onState((state) => states.push(state));
    const session = await client.open();
    const run = await session.send("TypeScript jobs");
    const events = await Array.fromAsync(run.events);
    await vi.waitUntil(() => tokens >= 3, WAITING);
    expect(events.at(-1)!.type).toBe("RUN_FINISHED");
    expect(session.messages.at(-1)!.content).toBe(wordyAnswer(WORDS));
    expect(states).toEqual(["ready"]);
    expect(await server.metric("connections_opened_total")).toBe(1);
  });

  test.each([
    ["another user", { userId: "somebody-else", role: SEEKER.role }],
    ["the same user in the other role", { userId: SEEKER.userId, role: EMPLOYER.role }],
  ] as const)("a refresh with the token of %s closes with 4403 in the middle of an answer, and tells nothing more", async (_, actor) => {
    await using server = await realServer(store.copy(), { adapt: wordy(SPEECH) });
    const client = await server.connect(SEEKER);
    const { sessionId, runId } = await asks(client);
    client.send({ id: "refresh", type: "auth.refresh", payload: { token: await tokenFor(actor) } });
    expect((await client.closed).code).toBe(4403);
    expect(client.frames.some(({ id }) => id === "refresh")).toBe(false);
    expect(client.frames.some(({ type }) => type === "RUN_FINISHED")).toBe(false);

    const intruder = await server.connect(actor);
    expect((await intruder.command("session.open", { sessionId, afterSeq: 0 })).code).toBe("not_found");
    const owner = await server.connect(SEEKER);
    await owner.session({ sessionId, afterSeq: 0 });
    await ended(owner, runId);
    expect(owner.text()).toBe(wordyAnswer(WORDS));
  });

  test("a user who was signed out, whose key was withdrawn or whose role was taken cannot go on beyond the token", async () => {
    const [key, other]: KeyPair[] = await Promise.all([keyPair("ES256", "one"), keyPair("ES256", "two")]);
    await using site = await portal([key!, other!]);
    await using server = await realServer(store.copy(), { supabase: { url: site.url, cooldownMs: 0, refreshMs: 30 } });
    const token = (pair: KeyPair, { seconds = 600, overrides = {} } = {}) => signed(currentClaims(site.issuer, overrides, seconds), pair);
    const client = await server.connect(await token(key!, { seconds: 5 }));
    const init = async (pair: KeyPair) => ({ type: "connection_init", payload: { token: await token(pair) } });
    site.keys = [other!.jwk];
    await vi.waitFor(async () => {
      const again = await server.open();
      again.send(await init(key!));
      expect((await Promise.race([again.closed, again.next("connection_ack")])).code).toBe(4401);
    }, WAITING);

    const withdrawn = await client.command("auth.refresh", { token: await token(key!) });
    expect(withdrawn).toMatchObject({ type: "error", code: "unauthenticated", retryable: false });
    const withoutRole = await client.command("auth.refresh", { token: await token(other!, { overrides: { app_metadata: {} } }) });
    expect(withoutRole).toMatchObject({ type: "error", code: "forbidden", retryable: false });
    expect((await client.command("session.list")).type).toBe("ack");
    expect((await client.closed).code).toBe(4401);
  });
});
