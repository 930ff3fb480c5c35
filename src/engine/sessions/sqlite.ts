import type { DatabaseSync } from "node:sqlite";
import { transaction, translating } from "../store/sqlite.ts";
import type { ChatHistory, SessionPatch } from "./chat-history.ts";
import { unknownSession } from "./own-session.ts";
import { BEFORE_ALL } from "./session-order.ts";
import { Session, StoredMessage } from "./session.ts";

const SESSION_COLUMNS = Object.keys(Session.shape) as (keyof Session)[];
const MESSAGE_COLUMNS = Object.keys(StoredMessage.shape) as (keyof StoredMessage)[];
const JSON_COLUMNS = new Set<string>(["search_state", "structured", "usage", "feedback"]);

/** The first bound on the time is there for the index. */
const LISTED = `SELECT * FROM chat_sessions WHERE user_id = ? AND (? IS NULL OR role = ?)
  AND last_interaction_at <= ? AND (last_interaction_at < ? OR session_id > ?)
  AND EXISTS (SELECT 1 FROM chat_messages WHERE chat_messages.session_id = chat_sessions.session_id)
  ORDER BY last_interaction_at DESC, session_id LIMIT ?`;

/** Chat history in a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteChatHistory(database: DatabaseSync, path: string): ChatHistory {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const sql = {
    byClientId: database.prepare("SELECT * FROM chat_messages WHERE user_id = ? AND client_message_id = ?"),
    nextSeq: database.prepare("SELECT coalesce(max(seq), 0) + 1 AS seq FROM chat_messages WHERE session_id = ?"),
    insertMessage: database.prepare(insert("chat_messages", MESSAGE_COLUMNS)),
    insertSession: database.prepare(insert("chat_sessions", SESSION_COLUMNS)),
    createSession: database.prepare(`${insert("chat_sessions", SESSION_COLUMNS)} ON CONFLICT (session_id) DO NOTHING`),
    session: database.prepare("SELECT * FROM chat_sessions WHERE session_id = ?"),
    sessions: database.prepare(LISTED),
    page: database.prepare("SELECT * FROM chat_messages WHERE session_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?"),
    turn: database.prepare("SELECT * FROM chat_messages WHERE session_id = ? AND turn_id = ? ORDER BY seq"),
    setFeedback: database.prepare("UPDATE chat_messages SET feedback = ? WHERE session_id = ? AND message_id = ? AND role = 'assistant' RETURNING *"),
    deleteSession: database.prepare("DELETE FROM chat_sessions WHERE session_id = ?"),
    deleteMessages: database.prepare("DELETE FROM chat_messages WHERE session_id = ?"),
    sessionIds: database.prepare("SELECT session_id FROM chat_sessions WHERE user_id = ? ORDER BY session_id"),
  };

  function patch(sessionId: string, changes: SessionPatch): void {
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (entries.length === 0) return;
    database
      .prepare(`UPDATE chat_sessions SET ${entries.map(([column]) => `${column} = ?`).join(", ")}, updated_at = ? WHERE session_id = ?`)
      .run(...entries.map(([column, value]) => toColumn(column, value)), new Date().toISOString(), sessionId);
  }

  function deleteSession(sessionId: string): void {
    sql.deleteMessages.run(sessionId);
    sql.deleteSession.run(sessionId);
  }

  return {
    create: (session) => attempt(() => void sql.createSession.run(...SESSION_COLUMNS.map((column) => toColumn(column, session[column])))),
    append: (message, changes, opening) =>
      attempt(() =>
        transaction(database, () => {
          const known = sql.byClientId.get(message.user_id, message.client_message_id);
          if (known !== undefined) return { message: fromRow(StoredMessage, known), duplicate: true };
          if (opening === undefined && sql.session.get(message.session_id) === undefined) throw unknownSession(message.session_id);
          if (opening !== undefined) sql.insertSession.run(...SESSION_COLUMNS.map((column) => toColumn(column, opening[column])));
          const { seq } = sql.nextSeq.get(message.session_id) as { seq: number };
          const stored: StoredMessage = { ...message, seq };
          sql.insertMessage.run(...MESSAGE_COLUMNS.map((column) => toColumn(column, stored[column])));
          patch(message.session_id, changes);
          return { message: stored, duplicate: false };
        }),
      ),
    session: (sessionId) =>
      attempt(() => {
        const row = sql.session.get(sessionId);
        return row === undefined ? null : fromRow(Session, row);
      }),
    sessionsOf: (userId, role, limit, { last_interaction_at: at, session_id: id } = BEFORE_ALL) =>
      attempt(() => sql.sessions.all(userId, role, role, at, at, id, limit).map((row) => fromRow(Session, row))),
    patch: (sessionId, changes) => attempt(() => patch(sessionId, changes)),
    messages: (sessionId, { before, limit }) =>
      attempt(() =>
        sql.page
          .all(sessionId, before ?? Number.MAX_SAFE_INTEGER, limit)
          .map((row) => fromRow(StoredMessage, row))
          .toReversed(),
      ),
    turn: (sessionId, turnId) => attempt(() => sql.turn.all(sessionId, turnId).map((row) => fromRow(StoredMessage, row))),
    setFeedback: (sessionId, messageId, feedback) =>
      attempt(() => {
        const row = sql.setFeedback.get(toColumn("feedback", feedback), sessionId, messageId);
        return row === undefined ? null : fromRow(StoredMessage, row);
      }),
    byClientMessageId: (userId, clientMessageId) =>
      attempt(() => {
        const row = sql.byClientId.get(userId, clientMessageId);
        return row === undefined ? null : fromRow(StoredMessage, row);
      }),
    deleteSession: (sessionId) => attempt(() => transaction(database, () => deleteSession(sessionId))),
    deleteUser: (userId) =>
      attempt(() =>
        transaction(database, () => {
          const ids = (sql.sessionIds.all(userId) as { session_id: string }[]).map((row) => row.session_id);
          for (const id of ids) deleteSession(id);
          return ids;
        }),
      ),
    async [Symbol.asyncDispose]() {},
  };
}

function insert(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
}

function toColumn(column: string, value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  return JSON_COLUMNS.has(column) ? JSON.stringify(value) : (value as string | number);
}

function fromRow<T>(schema: { parse(value: unknown): T }, row: Record<string, unknown>): T {
  return schema.parse(
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, JSON_COLUMNS.has(column) && typeof value === "string" ? JSON.parse(value) : value]),
    ),
  );
}
