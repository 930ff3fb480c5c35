import { type Document, ObjectId } from "mongodb";
import { z } from "zod";
import { SearchState } from "../intent/intent.ts";
import { idValue, isoTime, plain, uuidValue } from "../store/mongo-values.ts";
import type { SessionPatch } from "./chat-history.ts";
import { MessageStatus, Session, SessionStatus, StoredMessage } from "./session.ts";

const UNTITLED = "Untitled";
const time = z.preprocess(isoTime, z.iso.datetime());

/** What is not in the portal's own plan, or optional there, has a default; what only Rolecall writes has it in place of the unreadable, too. */
const PortalSession = Session.extend({
  status: SessionStatus.catch("active"),
  title: Session.shape.title.default(UNTITLED),
  last_interaction_at: time,
  summary: Session.shape.summary.default(null),
  summary_through_seq: Session.shape.summary_through_seq.catch(0),
  last_event_seq: Session.shape.last_event_seq.catch(0),
  search_state: SearchState.nullable().catch(null),
  created_at: time,
  updated_at: time,
});

const PortalMessage = StoredMessage.extend({
  payload_type: StoredMessage.shape.payload_type.catch("text"),
  text: StoredMessage.shape.text.default(""),
  structured: StoredMessage.shape.structured.catch(null),
  tokens_used: StoredMessage.shape.tokens_used.catch(null),
  usage: StoredMessage.shape.usage.catch(null),
  cost_usd: StoredMessage.shape.cost_usd.catch(null),
  model: StoredMessage.shape.model.catch(null),
  status: MessageStatus.catch("complete"),
  feedback: StoredMessage.shape.feedback.catch(null),
  created_at: time,
});

/** @throws {z.ZodError} for a document that is no session at all. */
export function readSession(document: Document): Session {
  const fields = stated(document);
  const created = fields.created_at ?? fields.updated_at ?? fields.last_interaction_at ?? birth(document);
  const updated = fields.updated_at ?? created;
  return PortalSession.parse({ last_interaction_at: updated, ...fields, created_at: created, updated_at: updated });
}

/** @throws {z.ZodError} for a document that is no message at all. */
export function readMessage(document: Document): StoredMessage {
  const fields = stated(document);
  const id = String(fields._id);
  return PortalMessage.parse({ turn_id: id, client_message_id: id, created_at: birth(document), ...fields, message_id: id });
}

export function sessionDocument({ session_id, user_id, ...fields }: Session): Document {
  return { session_id: uuidValue(session_id), user_id: idValue(user_id), ...withDates(fields) };
}

export function messageDocument({ message_id, session_id, user_id, ...fields }: StoredMessage): Document {
  return { _id: idValue(message_id), session_id: uuidValue(session_id), user_id: idValue(user_id), ...withDates(fields) };
}

/** What `$set` takes; empty where nothing changes. */
export function patchDocument(patch: SessionPatch): Document {
  const changes = Object.entries(patch).filter(([, value]) => value !== undefined);
  return changes.length === 0 ? {} : withDates({ ...Object.fromEntries(changes), updated_at: new Date().toISOString() });
}

/** Null is how many writers say that a field is not there. */
function stated(document: Document): Record<string, unknown> {
  return Object.fromEntries(Object.entries(plain(document) as Document).filter(([, value]) => value !== null));
}

/** An ObjectId tells when it was made. */
function birth({ _id: id }: Document): string {
  return (id instanceof ObjectId ? id.getTimestamp() : new Date(0)).toISOString();
}

function withDates(fields: Record<string, unknown>): Document {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, name.endsWith("_at") ? new Date(value as string) : value]));
}
