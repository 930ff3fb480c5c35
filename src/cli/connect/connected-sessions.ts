import type { Actor, SessionSummary, TurnEvent } from "../../engine/index.ts";
import type { ChatClient, ChatSession } from "../../server/client/index.ts";
import type { ShownSession } from "../ui/chat-engine.ts";
import { shownMessages, summaryOf, untitled } from "./shown-session.ts";

/** As many messages as a server tells of a session that is opened. */
const RESTORED = 50;
const LISTED = 50;

type Search = NonNullable<ShownSession["session"]["search_state"]>;

/** The user's sessions on the server. One is open at a time. */
export interface ConnectedSessions {
  /** A new one without an id. */
  open(sessionId: string | undefined): Promise<ChatSession>;
  list(actor: Actor, limit?: number): Promise<SessionSummary[]>;
  show(actor: Actor, sessionId: string): Promise<ShownSession>;
  /** Keeps what only events tell: titles and filters. */
  heard(sessionId: string, event: TurnEvent): void;
}

export function connectedSessions(client: ChatClient): ConnectedSessions {
  const titles = new Map<string, string>();
  /** Null: nothing was searched for yet. */
  const searches = new Map<string, Search | null>();
  /** Sessions whose first messages are not known. */
  const cut = new Set<string>();
  let current: ChatSession | null = null;
  /** A new session whose first message may not have come through: when it is sent again, it belongs there. */
  let unused: ChatSession | null = null;

  async function open(sessionId: string | undefined): Promise<ChatSession> {
    if (sessionId === undefined && unused !== null) return unused;
    if (current !== null && current.id === sessionId) return current;
    const opened = await client.open(sessionId);
    current?.close();
    current = opened;
    unused = sessionId === undefined ? opened : null;
    if (sessionId === undefined) searches.set(opened.id, null);
    if (opened.messages.length >= RESTORED) cut.add(opened.id);
    opened.onLost(() => {
      if (current === opened) current = unused = null;
    });
    return opened;
  }

  async function list(actor: Actor, limit = LISTED): Promise<SessionSummary[]> {
    const found: SessionSummary[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.sessions(cursor);
      found.push(...page.sessions.map((line) => summaryOf(line, actor)));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && found.length < limit);
    return found.slice(0, limit);
  }

  return {
    open,
    list,
    async show(actor, sessionId) {
      const session = await open(sessionId);
      const listed = (await list(actor)).find(({ session_id }) => session_id === sessionId) ?? untitled(sessionId, actor);
      const title = titles.get(sessionId) ?? listed.title;
      const search_state = searches.get(sessionId);
      return { session: { ...listed, title, search_state }, messages: shownMessages(session.messages), beginsLater: cut.has(sessionId) };
    },
    heard(sessionId, event) {
      if (event.type === "turn-start") unused = null;
      if (event.type === "title") titles.set(sessionId, event.title);
      if (event.type !== "intent-understood" || event.intent.kind !== "search") return;
      const { filters, query } = event.intent;
      searches.set(sessionId, { filters, query });
    },
  };
}
