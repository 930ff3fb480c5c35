import type { Fact } from "../conversation/state.ts";
import { count, dollars, duration, number } from "../text/format.ts";
import type { Command } from "./command.ts";

const NOT_TOLD = "Counted since this chat opened the session. The server does not tell what earlier turns took, nor what it has stored.";

export const stats: Command = {
  name: "stats",
  parameters: "",
  summary: "turns, tokens, cost, times, what is stored",
  async run(_words, { engine, totals, lastTurn, sessionId }) {
    const { chatModel, offline, embeddings, store, server } = engine.description;
    const stored = await engine.counts?.();
    const session: Fact[] = [
      ["session", sessionId ?? "not opened yet"],
      ["turns", number(totals.turns)],
      ["tokens", `${number(totals.tokens)} (${number(totals.cached)} from the provider's cache)`],
      ["cost", dollars(totals.costUsd)],
    ];
    const last: Fact[] = lastTurn
      ? [
          ["last turn", `${number(lastTurn.usage.input)} tokens in, ${number(lastTurn.usage.output)} out, ${dollars(lastTurn.costUsd)}`],
          ["first event", duration(lastTurn.latency.first_event)],
          ["first token", lastTurn.latency.first_token === null ? "none" : duration(lastTurn.latency.first_token)],
          ["total", duration(lastTurn.latency.total)],
          ["cache", lastTurn.cache],
        ]
      : [];
    const set: Fact[] = [
      ...known("model", offline ? `${chatModel} (offline)` : chatModel),
      ...known("embeddings", embeddings),
      ...known("store", store),
      ...known("server", server),
      ...known("stored", stored && `${count(stored.jobs, "job")}, ${count(stored.resumes, "resume")}, ${count(stored.employers, "employer")}`),
    ];
    const note = server === undefined ? null : NOT_TOLD;
    return { type: "show", entries: [{ kind: "facts", title: "Statistics", rows: [...session, ...last, ...set], note }] };
  },
};

function known(label: string, text: string | null | undefined): Fact[] {
  return text === undefined || text === null ? [] : [[label, text]];
}
