import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import type { NewMessage } from "../sessions/chat-history.ts";
import { ownSession } from "../sessions/own-session.ts";
import { emptySession } from "../sessions/empty-session.ts";
import { type TurnNode, type TurnRequest, emit } from "../turns/turn-state.ts";

const TITLE_CHARACTERS = 60;

/** Makes the user's message durable before anything else is done or spent. */
export function acceptNode({ history, catalog }: TurnDeps): TurnNode {
  return async ({ request }, config) => {
    const session = request.opens ? emptySession({ ...request, at: request.acceptedAt }) : await ownSession(history, request, request.sessionId);
    if (session.status === "ended") throw new RolecallError("session_ended", `The session ${session.session_id} has ended.`, { hint: "Start a new one." });
    // A message that could not be answered for want of a catalogue is not taken: it can be sent again as it is.
    await catalog.version();
    // The answer it took the place of may have been stored since it came.
    const before = request.opens ? 0 : Date.parse(session.last_interaction_at) + 1;
    const at = new Date(Math.max(request.acceptedAt.getTime(), before)).toISOString();
    const isUntitled = session.title === "";
    const title = isUntitled ? titleOf(request.text) : session.title;
    const opening = request.opens ? { ...session, title } : undefined;
    const { message, duplicate } = await history.append(userMessage(request, at), { last_interaction_at: at, ...(isUntitled && { title }) }, opening);
    if (duplicate) throw new DuplicateMessage(message.session_id, message.turn_id);
    emit(config, {
      type: "turn-start",
      sessionId: session.session_id,
      turnId: request.turnId,
      messageId: message.message_id,
      clientMessageId: request.clientMessageId,
      text: request.text,
      created: request.opens,
      duplicate: false,
    });
    if (isUntitled) emit(config, { type: "title", title });
    return { session: { ...session, title }, messageId: message.message_id };
  };
}

/** Somebody else's send of the same message was first: its turn is the one to follow. */
export class DuplicateMessage extends Error {
  readonly sessionId: string;
  readonly turnId: string;
  constructor(sessionId: string, turnId: string) {
    super("The message was accepted before.");
    this.sessionId = sessionId;
    this.turnId = turnId;
  }
}

function titleOf(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > TITLE_CHARACTERS ? `${line.slice(0, TITLE_CHARACTERS - 1)}…` : line;
}

function userMessage({ sessionId, userId, turnId, clientMessageId, text }: TurnRequest, at: string): NewMessage {
  return {
    message_id: crypto.randomUUID(),
    session_id: sessionId,
    user_id: userId,
    turn_id: turnId,
    client_message_id: clientMessageId,
    role: "user",
    payload_type: "text",
    text,
    structured: null,
    tokens_used: null,
    usage: null,
    cost_usd: null,
    model: null,
    status: "complete",
    feedback: null,
    created_at: at,
  };
}
