import type { Collection, Document, Filter, ObjectId } from "mongodb";
import { RolecallError } from "../errors.ts";
import { isDuplicateKey } from "../store/mongo-failure.ts";
import { idForms, plain } from "../store/mongo-values.ts";
import type { Accepted, NewMessage, SessionPatch } from "./chat-history.ts";
import { messageDocument, patchDocument, readMessage, sessionDocument } from "./mongo-documents.ts";
import { unknownSession } from "./own-session.ts";
import type { Session, StoredMessage } from "./session.ts";

/** Values of `opening` in a session that is not listed: its first message is under way, and without it there is no session; or it was created to wait for one. */
export const OPENING = true;
export const CREATED = "created";

/** Far more than writers can be at one session at once. */
const MAX_TRIES = 1_000;

export interface Append {
  sessions: Collection;
  messages: Collection;
  message: NewMessage;
  patch: SessionPatch;
  opening: Session | undefined;
  /** `_id` of the session that it opens. */
  openingId: ObjectId;
  /** It was tried before, and the reply was lost: what is stored may be its own. */
  repeated: boolean;
}

interface Found {
  stored: StoredMessage;
  isOwn: boolean;
}

/**
 * Appends without a transaction, which standalone servers do not have. It can stop at any point, and be repeated from the start:
 * 1. The session comes first. One without a message is `opening`, which hides it, so that a crash leaves nothing to see. Who repeats the append repeats the patch.
 * 2. The message. The unique indexes alone decide whether it is there already, and which number it gets.
 * 3. The session again, now for all to see. Who deletes it removes the messages, the session, and the messages again: either that takes this message
 *    along, or this finds no session and takes its message back.
 */
export async function appendMessage(append: Append): Promise<Accepted> {
  const { sessions, messages, message } = append;
  const { stored, isOwn } = (await findStored(append)) ?? (await insertNew(append));
  if (!isOwn) return duplicateOf(append, stored);
  if (!(await showSession(sessions, bySession(message.session_id)))) {
    await messages.deleteOne({ _id: messageDocument(stored)._id });
    throw unknownSession(message.session_id);
  }
  return { message: stored, duplicate: false };
}

async function findStored({ messages, message, repeated }: Append): Promise<Found | null> {
  const document = await messages.findOne(byClientMessageId(message.user_id, message.client_message_id));
  if (document === null) return null;
  const stored = readMessage(document);
  return { stored, isOwn: repeated && stored.message_id === message.message_id };
}

async function insertNew(append: Append): Promise<Found> {
  const { messages, message } = append;
  await enterSession(append);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = { ...message, seq: (await highestSeq(messages, message.session_id)) + 1 };
    try {
      await messages.insertOne(messageDocument(stored));
      return { stored, isOwn: true };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const found = await findStored(append);
      if (found !== null) return found;
    }
  }
  throw new RolecallError("storage_unavailable", "MongoDB refuses the message as one that it has already.", {
    hint: "Check the unique indexes of chat_messages.",
    facts: { session: message.session_id },
  });
}

async function enterSession({ sessions, message, patch, opening, openingId }: Append): Promise<void> {
  const known = bySession(message.session_id);
  if (opening === undefined) {
    if (!(await patchSession(sessions, known, patch))) throw unknownSession(message.session_id);
    return;
  }
  try {
    await sessions.insertOne({ _id: openingId, ...sessionDocument(opening), ...patchDocument(patch), opening: OPENING });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (!(await patchSession(sessions, { ...known, ...byUser(message.user_id) }, patch))) throw unknownSession(message.session_id);
  }
}

/** The session that it would have opened goes; the one of the earlier message is shown, for its sender may have died before that. */
async function duplicateOf({ sessions, opening, openingId }: Append, earlier: StoredMessage): Promise<Accepted> {
  if (opening !== undefined) await sessions.deleteOne({ _id: openingId, opening: OPENING });
  await showSession(sessions, { ...bySession(earlier.session_id), opening: { $exists: true } });
  return { message: earlier, duplicate: true };
}

/** False where there is no such session. */
async function patchSession(sessions: Collection, filter: Filter<Document>, patch: SessionPatch): Promise<boolean> {
  const changes = patchDocument(patch);
  if (Object.keys(changes).length === 0) return (await sessions.findOne(filter, { projection: { _id: 1 } })) !== null;
  return (await sessions.updateOne(filter, { $set: changes })).matchedCount > 0;
}

/** Ends the opening. False where there is no such session. */
async function showSession(sessions: Collection, filter: Filter<Document>): Promise<boolean> {
  return (await sessions.updateOne(filter, { $unset: { opening: "" } })).matchedCount > 0;
}

async function highestSeq(messages: Collection, sessionId: string): Promise<number> {
  const numbered = messages.find({ ...bySession(sessionId), seq: { $gt: 0 } }, { projection: { seq: 1 } });
  const [last] = await numbered.sort({ seq: -1 }).limit(1).toArray();
  return last === undefined ? 0 : Number(plain(last.seq));
}

export function bySession(...ids: string[]) {
  return { session_id: { $in: ids.flatMap(idForms) } };
}

export function byUser(id: string) {
  return { user_id: { $in: idForms(id) } };
}

export function byClientMessageId(userId: string, clientMessageId: string) {
  return { ...byUser(userId), client_message_id: clientMessageId };
}
