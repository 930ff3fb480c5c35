import type { Run } from "../../client/index.ts";
import type { Conversation, Page } from "./page.ts";
import type { Taken } from "./verdict.ts";

/** One session on several pages; the first is that of the person who writes. */
export type Room = readonly [Conversation, ...Conversation[]];

/** One message in a room, and its answer. */
export interface Exchange {
  readonly room: Room;
  readonly text: string;
  readonly sent: Promise<Run>;
  /** Whether the sender has been told that it is taken. */
  readonly isTaken: boolean;
}

export async function room([first, ...others]: readonly [Page, ...Page[]], sessionId?: string): Promise<Room> {
  const conversation = await first.open(sessionId);
  return [conversation, ...(await Promise.all(others.map((page) => page.open(conversation.session.id))))];
}

export function ask(of: Room, text: string): Exchange {
  let isTaken = false;
  const sent = of[0].session.send(text);
  sent.then(
    () => (isTaken = true),
    () => {},
  );
  return {
    room: of,
    text,
    sent,
    get isTaken() {
      return isTaken;
    },
  };
}

export async function takenOf({ sent, text }: Exchange): Promise<Taken> {
  const { runId, messageId } = await sent;
  return { runId, messageId, text };
}

/** Whether everyone in the room has been told of the run's end. */
export function isOver({ room: of }: Exchange, runId: string): boolean {
  return of.every((conversation) => conversation.endsOf(runId).length > 0);
}
