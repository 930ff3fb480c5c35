import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { TurnEvent } from "../events.ts";
import { transaction, translating } from "../store/sqlite.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

/** Events of older turns are dropped once a session holds more than this. */
const RETAINED_EVENTS = 5_000;

const EventRow = z.object({ seq: z.number(), turn_id: z.string(), event: z.string() });

/** The turn log in a SQLite file. The database stays open: whoever opened it closes it. */
export function sqliteTurnLog(database: DatabaseSync, path: string): TurnLog {
  const attempt = async <T>(work: () => T): Promise<T> => translating(path, work);
  const last = database.prepare("SELECT max(seq) AS seq FROM turn_events WHERE session_id = ?");
  const insert = database.prepare("INSERT INTO turn_events (session_id, seq, turn_id, event) VALUES (?, ?, ?, ?)");
  const prune = database.prepare("DELETE FROM turn_events WHERE session_id = ? AND seq <= ?");
  const after = database.prepare("SELECT seq, turn_id, event FROM turn_events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?");
  const ofTurn = database.prepare("SELECT seq, turn_id, event FROM turn_events WHERE session_id = ? AND turn_id = ? ORDER BY seq");
  const remove = database.prepare("DELETE FROM turn_events WHERE session_id = ?");
  return {
    // Every append is a commit.
    flushMs: 250,
    append: (sessionId, turnId, events, floor) =>
      attempt(() =>
        transaction(database, () => {
          let seq = (last.get(sessionId) as { seq: number | null }).seq ?? floor;
          for (const event of events) insert.run(sessionId, ++seq, turnId, JSON.stringify(event));
          prune.run(sessionId, seq - RETAINED_EVENTS);
          return seq;
        }),
      ),
    read: (sessionId, seq, limit) => attempt(() => after.all(sessionId, seq, limit).map(logged)),
    readTurn: (sessionId, turnId) => attempt(() => ofTurn.all(sessionId, turnId).map(logged)),
    forget: (sessionId) => attempt(() => void remove.run(sessionId)),
    async [Symbol.asyncDispose]() {},
  };
}

function logged(row: unknown): LoggedEvent {
  const { seq, turn_id, event } = EventRow.parse(row);
  return { seq, turnId: turn_id, event: TurnEvent.parse(JSON.parse(event)) };
}
