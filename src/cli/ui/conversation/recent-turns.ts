import type { ShownMessage, ShownSession } from "../chat-engine.ts";
import { type Cell, displayOf, pasted } from "../editor/cells.ts";
import { count } from "../text/format.ts";
import { matchesOf } from "./shown-matches.ts";
import type { Entry } from "./state.ts";

const TURNS_SHOWN = 3;

/** What a resumed session shows of its past: its last few turns. */
export function recentTurns({ session, messages, beginsLater }: ShownSession): Entry[] {
  const starts = messages.flatMap(({ role }, index) => (role === "user" ? [index] : []));
  const first = starts.at(-TURNS_SHOWN) ?? 0;
  const earlier = starts.length - TURNS_SHOWN;
  const title = session.title === "" ? "the session" : `"${session.title}"`;
  const before = earlier > 0 ? `; ${beginsLater ? "earlier turns" : count(earlier, "earlier turn")} not shown` : "";
  return [{ kind: "remark", text: `Going on with ${title}${before}.` }, ...messages.slice(first).flatMap(entriesOf)];
}

function entriesOf(message: ShownMessage): Entry[] {
  if (message.role === "user") return [{ kind: "message", text: shownMessage(message.text) }];
  const matches = matchesOf(message);
  const label = { complete: null, cancelled: "stopped", interrupted: "interrupted", failed: "failed" }[message.status];
  return [
    ...(matches.length > 0 ? [{ kind: "matches", matches } as const] : []),
    ...(message.text.trim() === "" ? [] : [{ kind: "answer", markdown: message.text, tight: false } as const]),
    ...(label ? [{ kind: "turn-label", text: label } as const] : []),
  ];
}

export function lastMessage({ messages }: ShownSession): { text: string; shown: string } | null {
  const message = messages.findLast(({ role }) => role === "user");
  return message ? { text: message.text, shown: shownMessage(message.text) } : null;
}

function shownMessage(text: string): string {
  const cells: Cell[] = pasted(text);
  return displayOf(cells);
}
