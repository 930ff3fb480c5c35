import { describe, expect, test, vi } from "vitest";
import { expiry } from "./expiry.ts";
import { EMPLOYER, OTHER_SEEKER, SEEKER, refusedToken, tokenOf } from "./testing/plain-tokens.ts";
import { words } from "./testing/scripted-engine.ts";
import { testServer } from "./testing/test-server.ts";

/** Long enough for what a test does before. */
const SOON_MS = 1_500;

describe("expiry", () => {
  test("a token that expires while an answer is told closes with 4401", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER, SOON_MS));
    const sessionId = await client.session();
    const telling = setInterval(() => server.engine.tell(sessionId, words("on and on ")), 10);
    expect(await client.closed).toEqual({ code: 4401, reason: "The token has expired" });
    clearInterval(telling);
    await vi.waitUntil(() => server.engine.watches === 0);
  });

  test("a refreshed token extends the connection, and not a word is lost", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER, SOON_MS));
    const sessionId = await client.session();
    server.engine.tell(sessionId, words("before "));
    const later = Date.now() + 60_000;
    const { result } = await client.command("auth.refresh", { token: tokenOf(SEEKER, 60_000) });
    expect(result.tokenExpiresAt).toBeGreaterThanOrEqual(later);
    await new Promise((resolve) => setTimeout(resolve, SOON_MS + 100));
    server.engine.tell(sessionId, words("after"));
    await client.next(({ seq }) => seq === 2);
    expect(client.text()).toBe("before after");
  });

  test.each([
    ["another user", OTHER_SEEKER],
    ["the same user in another role", { ...EMPLOYER, userId: SEEKER.userId }],
  ])("a refresh by %s closes with 4403", async (_, actor) => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER));
    client.send({ id: 1, type: "auth.refresh", payload: { token: tokenOf(actor) } });
    expect((await client.closed).code).toBe(4403);
    expect(client.frames.some(({ id }) => id === 1)).toBe(false);
  });

  test("a bad token is answered with an error, and the old one goes on until its time", async () => {
    await using server = await testServer();
    const client = await server.connect(tokenOf(SEEKER, SOON_MS));
    for (const [token, code, retryable] of [
      [refusedToken("unauthenticated"), "unauthenticated", false],
      [refusedToken("forbidden"), "forbidden", false],
      [refusedToken("unavailable"), "auth_unavailable", true],
      [tokenOf(SEEKER, -1), "unauthenticated", false],
    ]) {
      expect(await client.command("auth.refresh", { token })).toMatchObject({ type: "error", code, retryable, hint: expect.any(String) });
    }
    expect((await client.command("session.list")).type).toBe("ack");
    expect((await client.closed).code).toBe(4401);
  });

  test("a moment further away than timers reach is waited for", () => {
    vi.useFakeTimers();
    const days = 24 * 3_600_000;
    let isOver = false;
    const over = expiry(Date.now() + 60 * days, () => (isOver = true));
    vi.advanceTimersByTime(59 * days);
    expect(isOver).toBe(false);
    over.at += 2 * days;
    vi.advanceTimersByTime(2 * days);
    expect(isOver).toBe(false);
    vi.advanceTimersByTime(days);
    expect(isOver).toBe(true);
    vi.useRealTimers();
  });

  test("a moment that is moved once nobody waits for it is not waited for", () => {
    vi.useFakeTimers();
    let isOver = false;
    const over = expiry(Date.now() + 1_000, () => (isOver = true));
    over.stop();
    over.at += 1_000;
    vi.advanceTimersByTime(10_000);
    expect({ isOver, timers: vi.getTimerCount() }).toEqual({ isOver: false, timers: 0 });
    vi.useRealTimers();
  });
});
