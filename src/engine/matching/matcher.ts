import type { Catalog, RecordOf, TermStatistics } from "../catalog/catalog.ts";
import { isOffered } from "../catalog/offered.ts";
import type { Collection } from "../catalog/records.ts";
import type { Degradation } from "../events.ts";
import type { Filters } from "../intent/filters.ts";
import type { Exclusion, Retriever } from "../retrieval/retriever.ts";
import type { Fused } from "../retrieval/fusion.ts";
import { skillTerm } from "../text/analyse.ts";
import { shareable } from "../text/visible.ts";
import type { Ask, Profile } from "./ask.ts";
import { buildAsk } from "./build-ask.ts";
import { reasonsFor } from "./explanation.ts";
import type { Match } from "./match.ts";
import { type Scored, score } from "./score.ts";
import { candidateSubject, jobSubject } from "./subject.ts";
import { WEIGHTS } from "./weights.ts";

/** How many of the retrieved are scored. */
export const SCORED = 150;
/** Of a skill nobody lists under a known name. */
const UNKNOWN_SKILL_WEIGHT = 0.6;
const LEAST_SKILL_WEIGHT = 0.3;
/** What words found must be this relevant, and this near the most relevant, to count as an answer to them. */
const LEAST_RELEVANCE = 0.12;
const LEAST_SHARE_OF_BEST = 0.4;
/** Of the best score: what the rest of the evidence speaks against is no answer to the words either. */
const LEAST_SHARE_OF_SCORE = 0.5;

export interface MatchRequest {
  profile: Profile;
  query: string;
  filters: Filters;
  now: Date;
  signal?: AbortSignal;
}

export interface Found {
  ask: Ask;
  /** Relevant to the ask, best first. */
  hits: Fused[];
  excluded: Exclusion[];
  degraded: Degradation[];
}

export interface Matcher {
  /** Retrieves for the profile overlaid by the words and filters. */
  find(request: MatchRequest): Promise<Found>;
  /** Scores what was found, best first, ranks from 1; ties by id ascending. */
  rank(found: Pick<Found, "ask" | "hits">, now: Date): Promise<Match[]>;
  /** Scores these as they are, without leaving any out. */
  scoreAll(found: Pick<Found, "ask" | "hits">, now: Date): Promise<Match[]>;
}

export function createMatcher({ catalog, retriever }: { catalog: Catalog; retriever: Retriever }): Matcher {
  async function scored(ask: Ask, hits: readonly Pick<Fused, "id" | "relevance">[], now: Date): Promise<Match[]> {
    const relevance = new Map(hits.map((hit) => [hit.id, hit.relevance]));
    const ids = [...relevance.keys()];
    const matches =
      ask.collection === "jobs"
        ? await scoreRecords("jobs", ask, relevance, await catalog.records("jobs", ids), now)
        : await scoreRecords("resumes", ask, relevance, await catalog.records("resumes", ids), now);
    return matches.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1) || (a.id < b.id ? -1 : 1)).map((match, index) => ({ ...match, rank: index + 1 }));
  }

  async function scoreRecords<C extends Collection>(
    collection: C,
    ask: Ask,
    relevance: ReadonlyMap<string, number | null>,
    records: RecordOf[C][],
    now: Date,
  ): Promise<Match[]> {
    const subjects = records
      .filter((record) => isOffered(record, now))
      .map((record) => ({ record, subject: "title" in record ? jobSubject(record) : candidateSubject(record) }));
    const keys = new Set([...ask.skills, ...subjects.flatMap(({ subject }) => subject.skills)].map(({ key }) => key));
    const statistics = await catalog.termStatistics(collection, [...keys].map(skillTerm));
    const weigh = (key: string) => skillWeight(statistics, key);
    return subjects.map(({ record, subject }) => {
      const result = score(ask, subject, { relevance: relevance.get(record._id) ?? null, weigh, weights: WEIGHTS[collection], now });
      return toMatch(ask, record, result, now);
    });
  }

  return {
    async find({ profile, query, filters, now, signal }) {
      const ask = buildAsk(profile, query, filters);
      const { hits, excluded, degraded } = await retriever.retrieve({ collection: ask.collection, text: ask.text, filters, profile, now, signal });
      return { ask, hits: ask.fromProfile ? hits : relevant(hits), excluded, degraded };
    },
    scoreAll: ({ ask, hits }, now) => scored(ask, hits, now),
    async rank({ ask, hits }, now) {
      const matches = await scored(ask, hits.slice(0, SCORED), now);
      const best = matches[0]?.score ?? 0;
      return ask.text === "" || ask.fromProfile ? matches : matches.filter(({ score }) => score === null || score >= best * LEAST_SHARE_OF_SCORE);
    },
  };
}

/** Leaves out what merely shares a common word or n-gram with the query. */
function relevant(hits: readonly Fused[]): Fused[] {
  const best = hits[0]?.relevance ?? null;
  if (best === null) return [...hits];
  return hits.filter(({ relevance }) => relevance !== null && relevance >= LEAST_RELEVANCE && relevance >= best * LEAST_SHARE_OF_BEST);
}

/** From 1 for a skill nobody else lists down to .3, by IDF. */
function skillWeight({ documents, frequencies }: TermStatistics, key: string): number {
  const holding = frequencies.get(skillTerm(key));
  if (holding === undefined || documents === 0) return UNKNOWN_SKILL_WEIGHT;
  return Math.max(LEAST_SKILL_WEIGHT, Math.log(1 + documents / (1 + holding)) / Math.log(1 + documents));
}

function toMatch(ask: Ask, record: RecordOf[Collection], scored: Scored, now: Date): Match {
  const shown = withoutInvisible(record);
  const common = { id: record._id, rank: 1, ...scored, reasons: reasonsFor(ask, shown, scored, now) };
  return "title" in shown
    ? { kind: "job", title: shown.title, ...common, record: shown }
    : { kind: "candidate", title: shown.headline, ...common, record: shown };
}

function withoutInvisible<T>(value: T): T {
  if (typeof value === "string") return shareable(value) as T;
  if (Array.isArray(value)) return value.map(withoutInvisible) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutInvisible(inner)])) as T;
}
