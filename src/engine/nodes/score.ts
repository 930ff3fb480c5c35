import { matchFacts } from "../agents/facts.ts";
import { offeredOf } from "../catalog/offered.ts";
import type { TurnDeps } from "../deps.ts";
import { describeFilters } from "../intent/describe.ts";
import type { Intent, SearchState } from "../intent/intent.ts";
import { Match } from "../matching/match.ts";
import { SCORED } from "../matching/matcher.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnNode, type TurnState, emit } from "../turns/turn-state.ts";
import { listText } from "../text/phrases.ts";
import { asksAboutListed, payloadType } from "./scope.ts";
import { type Widening, widenings } from "./widen.ts";

interface Listing {
  page: readonly Match[];
  /** How many there are in all. */
  total: number;
  /** The question is about matches listed before. */
  about: boolean;
  wider: Widening[];
}

/** Scores what was found, lists the page and gathers everything the answer may say. */
export function scoreNode(deps: TurnDeps): TurnNode {
  const { matcher, catalog, settings } = deps;
  return async (state, config) => {
    runtimeOf(config).signal.throwIfAborted();
    const { understanding, request } = state;
    const about = asksAboutListed(understanding.intent.kind);
    const ranked = about ? [] : await matcher.rank(state.found, settings.now());
    const page = about ? await listed(deps, state, ranksOf(understanding.intent)) : nextPage(ranked, state.search!, settings.pageSize);
    const search =
      state.search === null
        ? null
        : about
          ? { ...state.search, focus: page.map(({ rank }) => rank) }
          : withPage(state.search, page, state.session.search_state);
    if (page.length > 0) {
      const indexVersion = await catalog.version();
      emit(config, { type: "matches-found", payloadType: payloadType(request.role), indexVersion, degraded: state.degraded, items: page });
    }
    const wider = understanding.intent.kind === "search" && page.length === 0 ? await widenings(deps, state, runtimeOf(config).signal) : [];
    return { page, search, facts: factsOf({ ...state, search }, { page, total: about ? page.length : ranked.length, about, wider }, settings.now()) };
  };
}

/** What "it" referred to is gone when other matches are listed; a search that lists none leaves the numbers on the screen what they were. */
function withPage({ focus: _, ...search }: SearchState, page: readonly Match[], before: SearchState | null): SearchState {
  if (page.length === 0 && before !== null) return { ...search, shown: before.shown, page: before.page };
  const ids = page.map(({ id }) => id);
  return { ...search, shown: [...search.shown, ...ids], page: ids };
}

function nextPage(matches: readonly Match[], { shown }: SearchState, size: number): Match[] {
  const seen = new Set(shown);
  return matches
    .filter(({ id }) => !seen.has(id))
    .slice(0, size)
    .map((match, index) => ({ ...match, rank: shown.length + index + 1 }));
}

function ranksOf(intent: Intent): number[] {
  return "ranks" in intent ? intent.ranks : [];
}

/** The matches a question names, as they were shown; what has been closed or withdrawn since is not shown again. */
async function listed({ matcher, catalog, settings }: TurnDeps, state: TurnState, ranks: readonly number[]): Promise<Match[]> {
  const { search, recent, profile, request } = state;
  const wanted = ranks.flatMap((rank) => (search?.shown[rank - 1] === undefined ? [] : [{ rank, id: search.shown[rank - 1]! }]));
  const ids = wanted.map(({ id }) => id);
  const collection = request.role === "job_seeker" ? "jobs" : "resumes";
  const live = await offeredOf(catalog, collection, ids, settings.now());
  const told = new Map(recent.flatMap(matchesTold).map((match) => [match.id, match]));
  if (search !== null && ids.some((id) => !told.has(id) && live.has(id))) {
    const found = await matcher.find({ profile, query: search.query, filters: search.filters, now: settings.now() });
    const known = new Map(found.hits.map((hit) => [hit.id, hit]));
    const hits = ids.map((id) => known.get(id) ?? { id, relevance: null, cosine: null, bm25: null });
    for (const match of await matcher.scoreAll({ ask: found.ask, hits }, settings.now())) if (!told.has(match.id)) told.set(match.id, match);
  }
  return wanted.flatMap(({ rank, id }) => {
    const match = live.has(id) ? told.get(id) : undefined;
    return match === undefined ? [] : [{ ...match, rank }];
  });
}

function matchesTold({ structured }: TurnState["recent"][number]): Match[] {
  const parsed = Match.array().safeParse(structured?.matches);
  return parsed.success ? parsed.data : [];
}

function factsOf({ request, understanding, search, found, profile }: TurnState, { page, total, about, wider }: Listing, now: Date): TurnState["facts"] {
  const withdrawn = about && page.length < ranksOf(understanding.intent).length ? ["Some of them are no longer available."] : [];
  const unread = understanding.unparsed.map((wording) => `"${wording}" could not be turned into a filter, so it was only searched for as words.`);
  return {
    role: request.role,
    intent: understanding.intent,
    filters: search === null ? [] : describeFilters(search.filters, request.role),
    query: search?.query ?? "",
    assumptions: understanding.assumptions,
    left_out: [
      ...withdrawn,
      ...(about ? [] : unread),
      ...(about || found.excluded.length === 0 ? [] : [`Left out: ${listText(found.excluded.map(({ reason, count }) => `${reason} (${count})`))}.`]),
    ],
    total,
    capped: total >= SCORED,
    wider,
    matches: page.map((match) => matchFacts(match, understanding.intent.kind === "detail", now)),
    from_profile: !about && found.ask.fromProfile,
    opening: profile.role === "employer" && !about && found.ask.fromProfile ? profile.job?.title : undefined,
  };
}
