import { expect, vi } from "vitest";
import type { Actor } from "../../../engine/index.ts";
import type { ChatSession } from "../../client/chat-client.ts";
import type { WireEvent } from "../../protocol/events.ts";
import type { AnyFrame, TestClient } from "../../testing/test-client.ts";
import type { RealServer } from "./real-server.ts";

const WAITING = { timeout: 30_000, interval: 100 };

/** Sends the message, always with the same id, until it is taken, and waits for the end of its run. Whatever refuses it says that this can help. */
export async function sendUntilTaken(client: TestClient, sessionId: string, message: { clientMessageId: string; text: string }): Promise<AnyFrame> {
  const { result } = await vi.waitFor(async () => {
    const answer = await client.command("message.send", { sessionId, ...message });
    expect(answer).toMatchObject({ type: "ack" });
    return answer;
  }, WAITING);
  await client.next(({ type, runId }) => /^RUN_(?:FINISHED|ERROR)$/.test(type) && runId === result.runId);
  return result;
}

/** Waits until what a load balancer asks says this. */
export async function readiness(server: RealServer, status: "ready" | "degraded" | "not_ready"): Promise<void> {
  await vi.waitFor(async () => {
    const told = (await (await fetch(`${server.url}/readyz`)).json()) as { status: string };
    expect(told.status).toBe(status);
  }, WAITING);
}

/** The history has each message once and in order, and no answer but one for each. */
export async function expectEachOnce(server: RealServer, actor: Actor, sessionId: string, texts: string[]): Promise<void> {
  const { messages } = await server.engine.sessions.show(actor, sessionId);
  expect(messages.filter(({ role }) => role === "user").map(({ text }) => text)).toEqual(texts);
  expect(messages.map(({ role }) => role)).toEqual(texts.flatMap(() => ["user", "assistant"]));
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
}

export interface Heard {
  events: WireEvent[];
  /** What the events have said of one run. */
  words(runId: string): string;
  terminals(runId: string): string[];
}

export function listenTo(session: ChatSession): Heard {
  const events: WireEvent[] = [];
  session.onEvent((event) => events.push(event));
  const of = (runId: string) => events.filter((event) => "runId" in event && event.runId === runId);
  return {
    events,
    words: (runId) =>
      of(runId)
        .map((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? event.delta : ""))
        .join(""),
    terminals: (runId) => of(runId).flatMap(({ type }) => (type === "RUN_FINISHED" || type === "RUN_ERROR" ? [type] : [])),
  };
}
