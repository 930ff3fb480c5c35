import { describeFilters } from "../../../engine/index.ts";
import type { Fact } from "../conversation/state.ts";
import type { Command } from "./command.ts";

export const filters: Command = {
  name: "filters",
  parameters: "",
  summary: "what the session is looking for",
  async run(_words, { engine, actor, sessionId }) {
    const state = sessionId === null ? null : (await engine.sessions.show(actor, sessionId)).session.search_state;
    if (!state) return { type: "show", entries: [{ kind: "remark", text: "This session has not searched for anything yet." }] };
    const rows: Fact[] = [["words", state.query === "" ? "none, your profile is searched by" : state.query]];
    const phrases = describeFilters(state.filters, actor.role);
    if (phrases.length > 0) rows.push(["filters", phrases.join("; ")]);
    const note = phrases.length === 0 ? "No filters are on." : 'Say what to change, for example "also hybrid" or "forget the salary".';
    return { type: "show", entries: [{ kind: "facts", title: "Search", rows, note }] };
  },
};
