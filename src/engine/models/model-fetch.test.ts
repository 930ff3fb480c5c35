import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { modelFetch, retryAfterMs } from "./model-fetch.ts";

const URL = "https://models.example/v1/embeddings";
const provider = setupServer();
beforeAll(() => provider.listen({ onUnhandledFrame: "error" }));
afterEach(() => provider.resetHandlers());
afterAll(() => provider.close());

/** Gives one answer after the other, the last one for ever; tells when each was asked for. */
function plays(...script: (() => Response)[]) {
  const at: number[] = [];
  provider.use(
    http.post(URL, () => {
      at.push(performance.now());
      return (script.length > 1 ? script.shift()! : script[0]!)();
    }),
  );
  return at;
}

const fails =
  (status: number, headers: Record<string, string> = {}, body = "{}") =>
  () =>
    new HttpResponse(body, { status, headers });
const works = () => HttpResponse.json({ done: true });

test("retries wait longer each time", async () => {
  const at = plays(fails(500), fails(502), works);
  const response = await modelFetch({ timeoutMs: 1000, maxRetries: 2, backoffMs: 40 })(URL, { method: "POST", body: "{}" });
  expect(await response.json()).toEqual({ done: true });
  expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(29);
  expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(59);
});

test("no wait is longer than the time-out", async () => {
  const at = plays(fails(500), works);
  await modelFetch({ timeoutMs: 50, maxRetries: 1, backoffMs: 60_000 })(URL, { method: "POST" });
  expect(at[1]! - at[0]!).toBeLessThan(500);
});

test("a body that was refused can still be read", async () => {
  plays(fails(422, {}, '{"error":"no"}'));
  const response = await modelFetch({ timeoutMs: 1000, maxRetries: 2 })(URL, { method: "POST" });
  expect([response.status, await response.json()]).toEqual([422, { error: "no" }]);
});

test("the server's advice on retrying is followed", async () => {
  const discouraged = plays(fails(500, { "x-should-retry": "false" }));
  await modelFetch({ timeoutMs: 1000, maxRetries: 2, backoffMs: 1 })(URL, { method: "POST" });
  expect(discouraged).toHaveLength(1);
  const encouraged = plays(fails(400, { "x-should-retry": "true" }), works);
  await modelFetch({ timeoutMs: 1000, maxRetries: 2, backoffMs: 1 })(URL, { method: "POST" });
  expect(encouraged).toHaveLength(2);
});

test("an abort before the request leaves nothing to send", async () => {
  const at = plays(works);
  await expect(modelFetch({ timeoutMs: 1000, maxRetries: 2 })(URL, { method: "POST", signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  expect(at).toHaveLength(0);
});

const NOW = Date.parse("2026-11-22T08:00:00Z");

test.each([
  [{ "retry-after": "3" }, 3000],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "Sun, 22 Nov 2026 08:00:07 GMT" }, 7000],
  [{ "retry-after": "Sun, 22 Nov 2026 07:00:00 GMT" }, 0],
  [{ "retry-after": "20", "retry-after-ms": "350" }, 350],
  [{ "retry-after": "soon" }, null],
  [{}, null],
])("%o asks for %s ms", (headers, ms) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>), NOW)).toBe(ms);
});
