import { expect, test } from "vitest";
import type { Readiness } from "../../engine/index.ts";
import { httpServer } from "../../../fixtures/http-server.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { httpHandler } from "./handler.ts";
import { ready } from "./health.ts";

const AT = new Date("2026-03-01T12:00:00.000Z");
const READY: Readiness = { ready: true, degraded: [], dependencies: [] };
const DEGRADED: Readiness = {
  ready: true,
  degraded: ["vector-index"],
  dependencies: [{ name: "chroma", state: "down", since: AT, lastError: "storage_unavailable", serves: ["vector-index"] }],
};
const DOWN: Readiness = {
  ready: false,
  degraded: ["catalogue", "history"],
  dependencies: [{ name: "mongodb", state: "down", since: AT, lastError: "storage_unavailable", serves: ["catalogue", "history"] }],
};

async function asked(path: string, told: () => Promise<Readiness>, draining = false) {
  const metrics = { contentType: "text/plain", text: async () => "" };
  await using server = await httpServer(httpHandler({ engine: { readiness: told, log: recordedLog() }, isDraining: () => draining, metrics }));
  const response = await fetch(`${server.origin}${path}`);
  return { status: response.status, document: await response.json() };
}

test.each([
  ["ready", 200, READY],
  ["degraded", 200, DEGRADED],
  ["not_ready", 503, DOWN],
])("a server that is %s answers %i and tells its dependencies", async (status, code, readiness) => {
  const answer = await asked("/readyz", async () => readiness);
  expect(answer).toEqual({ status: code, document: JSON.parse(JSON.stringify({ status, ...readiness })) });
});

test("a server that drains takes nobody, however its dependencies are", async () => {
  expect(await asked("/readyz", async () => READY, true)).toMatchObject({ status: 503, document: { status: "draining", ready: false } });
});

test("a readiness that never comes is none", async () => {
  const never = () => new Promise<never>(() => {});
  const reply = await ready({ readiness: never, isDraining: () => false, longestMs: 10 });
  expect([reply.status, JSON.parse(String(reply.body))]).toMatchObject([503, { status: "not_ready", ready: false }]);
});

test("a process lives whatever its stores do, and while it drains", async () => {
  expect(await asked("/healthz", async () => DOWN, true)).toEqual({ status: 200, document: { status: "ok", uptimeS: expect.any(Number) } });
});
