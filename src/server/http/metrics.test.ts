import { expect, test } from "vitest";
import { httpServer } from "../../../fixtures/http-server.ts";
import type { Readiness } from "../../engine/index.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { httpHandler } from "./handler.ts";
import { prometheusMetrics } from "./metrics.ts";

const AT = new Date("2026-03-01T12:00:00.000Z");
const READINESS: Readiness = {
  ready: true,
  degraded: ["vector-index"],
  dependencies: [
    { name: "mongodb", state: "up", since: AT, serves: ["catalogue", "history"] },
    { name: "chroma", state: "down", since: AT, lastError: "storage_unavailable", serves: ["vector-index"] },
  ],
};
const readiness = async () => READINESS;

/** What a scrape finds, by name and labels; without what Node tells of itself. */
async function scraped(metrics: ReturnType<typeof prometheusMetrics>) {
  await using server = await httpServer(httpHandler({ engine: { readiness, log: recordedLog() }, isDraining: () => false, metrics }));
  const response = await fetch(`${server.origin}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]));
}

test("a scrape tells what the server has done and how it is", async () => {
  const metrics = prometheusMetrics(readiness);
  for (let opened = 0; opened < 3; opened += 1) metrics.connectionOpened();
  metrics.connectionClosed(4401);
  metrics.authenticated();
  metrics.authenticationFailed("forbidden");
  metrics.command("message.send", "ok");
  metrics.command("message.send", "rate_limited");
  metrics.command("unknown", "unknown_command");
  metrics.limited("message");
  metrics.eventSent("text-delta");
  metrics.bytesSent(1_024);
  metrics.runStarted();
  metrics.runStarted();
  metrics.runEnded();
  metrics.firstEvent(40);
  metrics.firstWord(1_500);
  expect(await scraped(metrics)).toMatchObject({
    rolecall_connections: 2,
    rolecall_connections_opened_total: 3,
    'rolecall_connections_closed_total{code="4401"}': 1,
    'rolecall_authentications_total{outcome="ok"}': 1,
    'rolecall_authentications_total{outcome="forbidden"}': 1,
    'rolecall_commands_total{type="message.send",outcome="ok"}': 1,
    'rolecall_commands_total{type="message.send",outcome="rate_limited"}': 1,
    'rolecall_commands_total{type="unknown",outcome="unknown_command"}': 1,
    'rolecall_limited_total{by="message"}': 1,
    'rolecall_events_sent_total{type="text-delta"}': 1,
    rolecall_sent_bytes_total: 1_024,
    rolecall_runs_running: 1,
    rolecall_runs_ended_total: 1,
    'rolecall_first_event_seconds_bucket{le="0.025"}': 0,
    'rolecall_first_event_seconds_bucket{le="0.05"}': 1,
    rolecall_first_word_seconds_sum: 1.5,
    rolecall_ready: 1,
    'rolecall_dependency_up{name="mongodb"}': 1,
    'rolecall_dependency_up{name="chroma"}': 0,
    rolecall_process_resident_memory_bytes: expect.any(Number),
    rolecall_nodejs_eventloop_lag_seconds: expect.any(Number),
  });
});

test("a client cannot make up series by the codes it closes with", async () => {
  const metrics = prometheusMetrics(readiness);
  for (let code = 3_000; code < 3_500; code += 1) {
    metrics.connectionOpened();
    metrics.connectionClosed(code);
  }
  for (const code of [1005, 1006]) metrics.connectionClosed(code);
  const closed = Object.entries(await scraped(metrics)).filter(([name]) => name.startsWith("rolecall_connections_closed_total"));
  expect(Object.fromEntries(closed)).toEqual({
    'rolecall_connections_closed_total{code="other"}': 500,
    'rolecall_connections_closed_total{code="1005"}': 1,
    'rolecall_connections_closed_total{code="1006"}': 1,
  });
});

test("two servers in one process count for themselves", async () => {
  const [first, second] = [prometheusMetrics(readiness), prometheusMetrics(readiness)];
  first.connectionOpened();
  expect((await scraped(first)).rolecall_connections).toBe(1);
  expect((await scraped(second)).rolecall_connections).toBe(0);
});
