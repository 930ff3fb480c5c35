import type { ChatClient, ChatSession } from "../client/chat-client.ts";
import { connectWith } from "../client/connect.ts";
import type { WireEvent } from "../client/index.ts";
import { QUICK } from "../client/testing/quick.ts";
import { SOCKET_PATH } from "../protocol/connection.ts";
import { roaming } from "./roaming.ts";

/** A page with the real client, that has one session open. */
export interface ClientTab {
  readonly client: ChatClient;
  readonly session: ChatSession;
  readonly events: readonly WireEvent[];
  /** The numbers that were told, of an event that stands for several all of them. */
  seqs(): number[];
  /** Where what was told is not each event once and in order. */
  complaints(): string[];
  /** Loses the connection; the client comes back where `next` says. */
  drop(): void;
  /** Called after each event. */
  onEvent: () => void;
}

export interface ClientTabOptions {
  token: string;
  sessionId: string;
  afterSeq?: number;
  /** The port of the next connection. */
  next: () => number;
}

export async function clientTab({ token, sessionId, afterSeq, next }: ClientTabOptions): Promise<ClientTab> {
  const url = () => `ws://127.0.0.1:${next()}${SOCKET_PATH}`;
  const client = connectWith({ url: url(), token, maxPauseMs: 50, WebSocket: roaming(url) }, QUICK);
  const session = await client.open(sessionId, { afterSeq });
  const events: WireEvent[] = [];
  const tab: ClientTab = {
    client,
    session,
    events,
    seqs: () =>
      events.flatMap((event) => {
        if (!("seq" in event)) return [];
        const from = event.type === "TEXT_MESSAGE_CONTENT" ? (event.seqFrom ?? event.seq) : event.seq;
        return Array.from({ length: event.seq - from + 1 }, (_, index) => from + index);
      }),
    complaints: () => disorder(events),
    drop: client.drop,
    onEvent: () => {},
  };
  session.onEvent((event) => {
    events.push(event);
    tab.onEvent();
  });
  return tab;
}

/** A snapshot stands for what was lost, wherever it goes on from. */
function disorder(events: readonly WireEvent[]): string[] {
  const complaints: string[] = [];
  let last: number | undefined;
  for (const event of events) {
    if (event.type === "MESSAGES_SNAPSHOT") last = event.snapshotSeq;
    if (!("seq" in event)) continue;
    const from = event.type === "TEXT_MESSAGE_CONTENT" ? (event.seqFrom ?? event.seq) : event.seq;
    if (last !== undefined && from !== last + 1) complaints.push(`${from} was told after ${last}`);
    last = event.seq;
  }
  return complaints;
}
