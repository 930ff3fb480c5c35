import type { Match } from "../matching/match.ts";
import type { TurnState } from "../turns/turn-state.ts";

/** Ids with scores that a trace shows of a longer list. */
export const SHOWN = 10;

/** What is said of each channel of a turn's state. What is not named here does not leave: whole records, messages and profiles. */
const CHANNELS: { [C in keyof TurnState]?: (value: TurnState[C]) => unknown } = {
  request: ({ text, opens }) => ({ message: text, opens_session: opens }),
  session: ({ summary, summary_through_seq }) => ({ summarised: summary !== null, summary_through_seq }),
  recent: (messages) => messages.length,
  openings: (jobs) => jobs.length,
  profile: (profile) => ({ known: profile.role === "job_seeker" ? profile.resume !== null : profile.employer !== null }),
  understanding: ({ intent, unparsed, assumptions }) => ({ intent, unparsed, assumptions }),
  search: (search) => search && { filters: search.filters, query: search.query, shown: search.shown.length },
  cache: (outcome) => outcome,
  found: ({ hits, excluded, ask }) => ({ hits: hits.length, top: hits.slice(0, SHOWN), excluded, from_profile: ask.fromProfile }),
  page: (matches) => matches.map(scoresOf),
  facts: ({ total, capped, left_out, wider }) => ({ total, capped, left_out, wider }),
  answer: ({ text, status, usage, costUsd, model, citations }) => ({ text, status, usage, cost_usd: costUsd, model, citations }),
  modelFailure: (failure) => failure?.code,
  degraded: (parts) => parts,
};

export function stateDigest(state: Partial<TurnState>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([channel, value]) => {
      const say = CHANNELS[channel as keyof TurnState] as ((value: unknown) => unknown) | undefined;
      return say === undefined || value === undefined ? [] : [[channel, say(value)]];
    }),
  );
}

function scoresOf({ id, rank, score, coverage, band, parts }: Match): Record<string, unknown> {
  return { id, rank, score, coverage, band, parts: parts.map(({ name, value, contribution }) => ({ name, value, contribution })) };
}
