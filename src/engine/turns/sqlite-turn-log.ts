import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { TurnEvent, isTerminal } from "../events.ts";
import { transaction, translating } from "../store/sqlite.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

/** Events of older turns are dropped once a session holds more than this. */
const RETAINED_EVENTS = 5_000;

const COLUMNS = "seq, turn_id, at, event";
const EventRow = z.object({ seq: z.number(), turn_id: z.string(), at: z.number(), event: z.string() });

/** The turn log in a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteTurnLog(database: DatabaseSync, path: string): TurnLog {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const first = database.prepare("SELECT min(seq) AS seq FROM turn_events WHERE session_id = ?");
  const newest = database.prepare(`SELECT ${COLUMNS} FROM turn_events WHERE session_id = ? ORDER BY seq DESC LIMIT 1`);
  const newestOfTurn = database.prepare(`SELECT ${COLUMNS} FROM turn_events WHERE session_id = ? AND turn_id = ? ORDER BY seq DESC LIMIT 1`);
  const insert = database.prepare("INSERT INTO turn_events (session_id, seq, turn_id, at, event) VALUES (?, ?, ?, ?, ?)");
  const prune = database.prepare("DELETE FROM turn_events WHERE session_id = ? AND seq <= ?");
  const after = database.prepare(`SELECT ${COLUMNS} FROM turn_events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?`);
  const ofTurn = database.prepare(`SELECT ${COLUMNS} FROM turn_events WHERE session_id = ? AND turn_id = ? ORDER BY seq`);
  const remove = database.prepare("DELETE FROM turn_events WHERE session_id = ?");
  const found = (row: unknown): LoggedEvent | null => (row === undefined ? null : logged(row));
  return {
    flushMs: 33,
    append: (sessionId, turnId, events, floor, now = Date.now(), unlessPast = Number.MAX_SAFE_INTEGER) =>
      attempt(() =>
        transaction(database, () => {
          const last = found(newest.get(sessionId));
          const own = last === null || last.turnId === turnId ? last : found(newestOfTurn.get(sessionId, turnId));
          if (own !== null && isTerminal(own.event)) return null;
          if (last !== null && last.seq > unlessPast) return null;
          if (events.length === 0) return last?.seq ?? floor;
          let seq = Math.max(last?.seq ?? 0, floor);
          if (last !== null && last.seq < floor) prune.run(sessionId, last.seq);
          for (const event of events) insert.run(sessionId, ++seq, turnId, now, JSON.stringify(event));
          prune.run(sessionId, seq - RETAINED_EVENTS);
          return seq;
        }),
      ),
    extent: (sessionId) =>
      attempt(() => {
        const last = found(newest.get(sessionId));
        if (last === null) return null;
        return { first: (first.get(sessionId) as { seq: number }).seq, last: last.seq, openTurn: isTerminal(last.event) ? null : last.turnId };
      }),
    read: (sessionId, seq, limit) => attempt(() => after.all(sessionId, seq, limit).map(logged)),
    readTurn: (sessionId, turnId) => attempt(() => ofTurn.all(sessionId, turnId).map(logged)),
    forget: (sessionId) => attempt(() => void remove.run(sessionId)),
    async [Symbol.asyncDispose]() {},
  };
}

function logged(row: unknown): LoggedEvent {
  const { seq, turn_id, at, event } = EventRow.parse(row);
  return { seq, turnId: turn_id, at, event: TurnEvent.parse(JSON.parse(event)) };
}
