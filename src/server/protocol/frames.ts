import type { LoggedEvent } from "../../engine/index.ts";
import type { RunEvent } from "./events.ts";
import type { ServerFrame } from "./server-frame.ts";
import { type WireEntry, wireEvent } from "./wire-event.ts";

const live = new WeakMap<LoggedEvent, string>();
const replayed = new WeakMap<LoggedEvent, string>();

/** The text of one entry's event. An entry that goes to many connections is written once, and forgotten with the entry. */
export function eventFrame(sessionId: string, entry: WireEntry, options: { replayed: boolean }): string {
  // Joined for one connection alone.
  if (entry.seqFrom !== undefined) return written(sessionId, entry, options);
  const frames = options.replayed ? replayed : live;
  const known = frames.get(entry);
  if (known !== undefined) return known;
  const frame = written(sessionId, entry, options);
  frames.set(entry, frame);
  return frame;
}

function written(sessionId: string, entry: WireEntry, options: { replayed: boolean }): string {
  const event: RunEvent = wireEvent(sessionId, entry);
  return frame(options.replayed ? { ...event, replayed: true } : event);
}

export function frame(message: ServerFrame): string {
  return JSON.stringify(message);
}
