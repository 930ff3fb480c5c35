import { describeFilters } from "../../../engine/index.ts";
import type { Fact } from "../conversation/state.ts";
import type { Command } from "./command.ts";

const NOT_TOLD = "The server does not tell what a session looked for before this chat opened it. The next search shows it.";

export const filters: Command = {
  name: "filters",
  parameters: "",
  summary: "what the session is looking for",
  async run(_words, { engine, actor, sessionId }) {
    const state = sessionId === null ? null : (await engine.sessions.show(actor, sessionId)).session.search_state;
    if (state === undefined) return { type: "show", entries: [{ kind: "remark", text: NOT_TOLD }] };
    if (state === null) return { type: "show", entries: [{ kind: "remark", text: "This session has not searched for anything yet." }] };
    const rows: Fact[] = [["words", state.query === "" ? "none, your profile is searched by" : state.query]];
    const phrases = describeFilters(state.filters, actor.role);
    if (phrases.length > 0) rows.push(["filters", phrases.join("; ")]);
    const note = phrases.length === 0 ? "No filters are on." : 'Say what to change, for example "also hybrid" or "forget the salary".';
    return { type: "show", entries: [{ kind: "facts", title: "Search", rows, note }] };
  },
};
