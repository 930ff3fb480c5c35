import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { TurnDeps } from "../deps.ts";
import type { SearchState } from "../intent/intent.ts";
import type { Match } from "../matching/match.ts";
import { payloadType } from "../nodes/scope.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnState, emit } from "../turns/turn-state.ts";
import type { Toolbox } from "./tools.ts";

export interface TurnToolbox extends Toolbox {
  /** Ids by number: what an answer may cite. Grows as tools list more. */
  known: ReadonlyMap<number, string>;
  /** The turn's matches: those of its question, then those that tools have listed. */
  page: Match[];
}

/** The tools' view of one turn: the listed matches, and a search within the session's filters. */
export function openToolbox({ matcher, settings, catalog }: TurnDeps, state: TurnState, config: LangGraphRunnableConfig) {
  const listed = new Map(state.page.map((match) => [match.rank, match]));
  const known = new Map(state.page.map((match) => [match.rank, match.id]));
  const page = [...state.page];
  const shown = [...(state.search?.shown ?? [])];
  let calls = 0;
  const numberOf = (id: string) => (shown.includes(id) ? shown.indexOf(id) + 1 : shown.push(id));

  return {
    listed,
    known,
    page,
    now: settings.now(),
    called(name: string, input: Record<string, unknown>, found: number | null) {
      const callId = `${state.request.turnId}:call:${(calls += 1)}`;
      emit(config, { type: "tool-call", callId, name, input });
      emit(config, { type: "tool-result", callId, name, found });
    },
    async find(query: string): Promise<Match[]> {
      const now = settings.now();
      const found = await matcher.find({ profile: state.profile, query, filters: state.search?.filters ?? {}, now, signal: runtimeOf(config).signal });
      const numbered = (await matcher.rank(found, now)).slice(0, settings.pageSize).map((match): Match => ({ ...match, rank: numberOf(match.id) }));
      const fresh = numbered.filter(({ rank }) => !listed.has(rank));
      for (const match of fresh) {
        listed.set(match.rank, match);
        known.set(match.rank, match.id);
        page.push(match);
      }
      if (fresh.length > 0) {
        const indexVersion = await catalog.version();
        emit(config, { type: "matches-found", payloadType: payloadType(state.request.role), indexVersion, degraded: state.degraded, items: fresh });
      }
      return numbered.map(({ rank }) => listed.get(rank)!);
    },
    /** The session's search after the tools: unchanged where they listed nothing. */
    search(): SearchState | null {
      if (state.search === null || page.length === state.page.length) return state.search;
      return { ...state.search, shown, page: page.map(({ id }) => id) };
    },
  } satisfies TurnToolbox & { search(): SearchState | null };
}
