import { onTestFinished, vi } from "vitest";
import type { ChatClient, ChatSession, ConnectOptions } from "../chat-client.ts";
import { connectWith } from "../connect.ts";
import type { WireEvent } from "../index.ts";
import type { Timing } from "../timing.ts";
import { QUICK } from "./quick.ts";
import type { ScriptedServer } from "./scripted-server.ts";

/** A client of this server that is closed when the test ends. */
export function connected(server: Pick<ScriptedServer, "url">, options: Partial<ConnectOptions> = {}, timing: Partial<Timing> = {}): ChatClient {
  const client = connectWith({ url: server.url, token: "token", maxPauseMs: 10, ...options }, { ...QUICK, ...timing });
  onTestFinished(client.close);
  return client;
}

export interface Heard {
  events: WireEvent[];
  /** The numbers of the logged ones; of one that stands for several, all of them. */
  seqs(): number[];
  words(): string;
}

export function listenTo(session: ChatSession): Heard {
  const events: WireEvent[] = [];
  session.onEvent((event) => events.push(event));
  return {
    events,
    seqs: () =>
      events.flatMap((event) => {
        if (!("seq" in event)) return [];
        const from = event.type === "TEXT_MESSAGE_CONTENT" ? (event.seqFrom ?? event.seq) : event.seq;
        return Array.from({ length: event.seq - from + 1 }, (_, index) => from + index);
      }),
    words: () => events.map((event) => (event.type === "TEXT_MESSAGE_CONTENT" ? event.delta : "")).join(""),
  };
}

/** The answer as the session shows it after each event: never other words than those of the text. */
export function shownBy(session: ChatSession): string[] {
  const shown: string[] = [];
  session.onEvent(() => shown.push(session.messages.find(({ role }) => role === "assistant")?.content ?? ""));
  return shown;
}

/** Waits for a condition as long as a slow machine may need. */
export const eventually = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 5 });

export const oneTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
