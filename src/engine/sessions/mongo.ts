import { type Document, ObjectId } from "mongodb";
import { z } from "zod";
import { isDuplicateKey } from "../store/mongo-failure.ts";
import { repeatedly } from "../store/mongo-repeat.ts";
import { idForms, plain } from "../store/mongo-values.ts";
import type { MongoStore } from "../store/mongo.ts";
import type { ChatHistory } from "./chat-history.ts";
import { CREATED, OPENING, appendMessage, byClientMessageId, bySession, byUser } from "./mongo-append.ts";
import { patchDocument, readMessage, readSession, sessionDocument } from "./mongo-documents.ts";
import { listSessions } from "./mongo-listing.ts";

/**
 * Chat history in the portal's MongoDB. Sessions and messages that the portal wrote itself are read too; one that cannot be read at all is left out.
 * The store stays open: whoever opened it closes it.
 */
export function mongoChatHistory(store: MongoStore): ChatHistory {
  const sessions = store.collection("chat_sessions");
  const messages = store.collection("chat_messages");

  /** Everything that is written here can be written twice. */
  async function attempt<T>(work: (repeated: boolean) => Promise<T>): Promise<T> {
    await store.ready();
    return store.attempt(() => repeatedly(work, "may be done twice"));
  }

  function readable<T>(read: (document: Document) => T, documents: readonly Document[]): T[] {
    return documents.flatMap((document) => {
      try {
        return [read(document)];
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        const fields = error.issues.map(({ path }) => path.join("."));
        store.log.warn({ id: String(document._id), fields }, "A document of the chat history cannot be read, and is left out.");
        return [];
      }
    });
  }

  async function page(sessionId: string, before: number, limit: number) {
    const found = await messages
      .find({ ...bySession(sessionId), seq: { $gt: 0, $lt: before } })
      .sort({ seq: -1 })
      .limit(limit)
      .toArray();
    return { found: readable(readMessage, found), next: found.length < limit ? null : Number(plain(found.at(-1)!.seq)) };
  }

  async function deleteSessions(ids: readonly string[]): Promise<void> {
    await messages.deleteMany(bySession(...ids));
    await sessions.deleteMany(bySession(...ids));
    // Of an append that began before.
    await messages.deleteMany(bySession(...ids));
  }

  return {
    create(session) {
      const document = { _id: new ObjectId(), ...sessionDocument(session), opening: CREATED };
      return attempt(async () => {
        await sessions.insertOne(document).catch((error: unknown) => {
          if (!isDuplicateKey(error)) throw error;
        });
      });
    },
    append(message, patch, opening) {
      const openingId = new ObjectId();
      return attempt((repeated) => appendMessage({ sessions, messages, message, patch, opening, openingId, repeated }));
    },
    session: (sessionId) =>
      attempt(async () => {
        const found = await sessions.findOne(bySession(sessionId));
        if (found === null) return null;
        if (found.opening === OPENING && (await messages.findOne(bySession(sessionId))) === null) return null;
        return readable(readSession, [found])[0] ?? null;
      }),
    sessionsOf: (userId, role, limit, after) =>
      attempt(() => listSessions({ sessions, read: (documents) => readable(readSession, documents), userId, role, limit, after })),
    patch: (sessionId, patch) =>
      attempt(async () => {
        const changes = patchDocument(patch);
        if (Object.keys(changes).length > 0) await sessions.updateOne(bySession(sessionId), { $set: changes });
      }),
    messages: (sessionId, { before, limit }) =>
      attempt(async () => {
        const newestFirst = [];
        // A page is full although a message is left out: who pages takes a short one for the last.
        for (let next: number | null = before ?? Number.MAX_SAFE_INTEGER; next !== null && newestFirst.length < limit;) {
          const { found, next: below } = await page(sessionId, next, limit - newestFirst.length);
          newestFirst.push(...found);
          next = below;
        }
        return newestFirst.toReversed();
      }),
    turn: (sessionId, turnId) =>
      attempt(async () => {
        const found = await messages
          .find({ ...bySession(sessionId), turn_id: { $in: idForms(turnId) } })
          .sort({ seq: 1 })
          .toArray();
        return readable(readMessage, found);
      }),
    setFeedback: (sessionId, messageId, feedback) =>
      attempt(async () => {
        const answer = { _id: { $in: idForms(messageId) }, ...bySession(sessionId), role: "assistant" };
        const { matchedCount } = await messages.updateOne(answer as Document, { $set: { feedback } });
        const found = matchedCount === 0 ? null : await messages.findOne(answer as Document);
        return found === null ? null : (readable(readMessage, [found])[0] ?? null);
      }),
    byClientMessageId: (userId, clientMessageId) =>
      attempt(async () => {
        const found = await messages.findOne(byClientMessageId(userId, clientMessageId));
        return found === null ? null : (readable(readMessage, [found])[0] ?? null);
      }),
    deleteSession: (sessionId) => attempt(() => deleteSessions([sessionId])),
    deleteUser(userId) {
      const deleted = new Set<string>();
      return attempt(async () => {
        const found = await sessions.find(byUser(userId), { projection: { session_id: 1 } }).toArray();
        for (const { session_id: id } of found) deleted.add(String(plain(id)));
        await deleteSessions([...deleted]);
        return [...deleted].toSorted();
      });
    },
    async [Symbol.asyncDispose]() {},
  };
}
