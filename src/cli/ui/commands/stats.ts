import type { Fact } from "../conversation/state.ts";
import { count, dollars, duration, number } from "../text/format.ts";
import type { Command } from "./command.ts";

export const stats: Command = {
  name: "stats",
  parameters: "",
  summary: "turns, tokens, cost, times, what is stored",
  async run(_words, { engine, totals, lastTurn, sessionId }) {
    const { description } = engine;
    const stored = await engine.counts();
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
      ["model", description.offline ? `${description.chatModel} (offline)` : description.chatModel],
      ["embeddings", description.embeddings],
      ["store", description.store],
      ["stored", `${count(stored.jobs, "job")}, ${count(stored.resumes, "resume")}, ${count(stored.employers, "employer")}`],
    ];
    return { type: "show", entries: [{ kind: "facts", title: "Statistics", rows: [...session, ...last, ...set], note: null }] };
  },
};
