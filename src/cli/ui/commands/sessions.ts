import type { Fact } from "../conversation/state.ts";
import { ago, roleName } from "../text/format.ts";
import type { Command } from "./command.ts";

const LISTED = 20;

export const sessions: Command = {
  name: "sessions",
  parameters: "",
  summary: "your earlier sessions",
  async run(_words, { engine, actor, sessionId, now }) {
    const found = await engine.sessions.list(actor, LISTED);
    if (found.length === 0) {
      const text = `There are no sessions of this ${roleName(actor.role)} yet. The first message opens one.`;
      return { type: "sessions-listed", sessions: found, entry: { kind: "remark", text } };
    }
    const rows = found.map((session, index): Fact => {
      const isOpen = session.session_id === sessionId ? ", open now" : "";
      const title = session.title === "" ? "untitled" : session.title;
      const when = ago(session.last_interaction_at, now);
      return [`${index + 1}  ${session.session_id.slice(0, 8)}`, `${title} (${when}${isOpen})`];
    });
    return { type: "sessions-listed", sessions: found, entry: { kind: "facts", title: "Sessions", rows, note: "Go on with /resume <n>." } };
  },
};
