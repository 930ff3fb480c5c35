import { RunnableLambda } from "@langchain/core/runnables";
import type { Catalog, LexicalHit, TermStatistics } from "../catalog/catalog.ts";
import { type Condition, all } from "../catalog/condition.ts";
import type { Collection } from "../catalog/records.ts";
import { RolecallError, asRolecallError } from "../errors.ts";
import type { Degradation } from "../events.ts";
import type { FilterName, Filters } from "../intent/filters.ts";
import type { Profile } from "../matching/ask.ts";
import type { Log } from "../telemetry/log.ts";
import { terms } from "../text/analyse.ts";
import { loggedFailure } from "../turns/turn-failure.ts";
import { inverseDocumentFrequency } from "./bm25.ts";
import type { Embedder } from "./embedder.ts";
import { type Eligibility, eligibility } from "./eligibility.ts";
import { type Fused, fuse } from "./fusion.ts";
import type { Anchors } from "./relevance.ts";
import { type StatedCondition, statedConditions } from "./stated.ts";
import type { VectorIndex } from "./vector-index.ts";

/** How deep each leg looks. */
const DENSE_DEPTH = 200;
const LEXICAL_DEPTH = 400;
/** A profile has more words than say anything: the most telling ones are searched by. */
const MAX_TERMS = 32;

export interface RetrievalRequest {
  collection: Collection;
  /** The words to search by; empty: everything that meets the filters. */
  text: string;
  filters: Filters;
  profile: Profile;
  now: Date;
  signal?: AbortSignal;
}

export interface Exclusion {
  reason: string;
  count: number;
}

export interface Retrieved {
  /** Best first. */
  hits: Fused[];
  excluded: Exclusion[];
  degraded: Degradation[];
}

export interface Retriever {
  /** @throws {RolecallError} `storage_unavailable` when the catalogue cannot be reached; a vector index or embedder that fails only degrades. */
  retrieve(request: RetrievalRequest): Promise<Retrieved>;
}

interface Parts {
  catalog: Catalog;
  vectors: VectorIndex;
  embedder: Embedder;
  anchors: () => Promise<Anchors>;
  log?: Log;
}

export function createRetriever(parts: Parts): Retriever {
  const { catalog, vectors, embedder } = parts;
  const outages = outageLog(parts.log);

  const lexical = RunnableLambda.from(async (input: { collection: Collection; terms: string[]; where: Condition }) =>
    catalog.lexical(input.collection, input.terms, LEXICAL_DEPTH, input.where),
  ).withConfig({ runName: "retrieve-lexical" });

  const dense = RunnableLambda.from(async (input: { collection: Collection; text: string; weights: Map<string, number>; where: Condition }) => {
    const vector = await unlessFailing("embeddings", () => embedder.embedQuery(input.text, input.weights));
    const hits = await unlessFailing("vector-index", () => vectors.query(input.collection, vector, DENSE_DEPTH, input.where));
    return { vector, hits };
  }).withConfig({ runName: "retrieve-dense" });

  return {
    async retrieve({ collection, text, filters, profile, now, signal }) {
      const stated = statedConditions(collection, filters, now);
      const eligible = eligibility(collection, profile, filters, now);
      const where = all(...stated.map(({ condition }) => condition), ...eligible.map(({ condition }) => condition));

      const said = terms(text);
      const statistics = await catalog.termStatistics(collection, said);
      const queryTerms = telling(said, statistics);
      const weights = new Map(queryTerms.map((term) => [term, inverseDocumentFrequency(statistics, term)]));

      const degraded: Degradation[] = [];
      const lost = (error: unknown): null => {
        signal?.throwIfAborted();
        const leg = error instanceof LegFailure ? error.leg : "vector-index";
        outages.began(leg, error);
        degraded.push(leg);
        return null;
      };
      const [words, near] = await Promise.all([
        lexical.invoke({ collection, terms: queryTerms, where }, { signal }),
        text.trim() === "" ? null : dense.invoke({ collection, text, weights, where }, { signal }).catch(lost),
      ]);
      const cosines = near === null ? null : await exactCosines(vectors, collection, near, words).catch(lost);
      if (text.trim() !== "" && !degraded.includes("embeddings")) outages.ended("embeddings");
      if (cosines !== null) outages.ended("vector-index");
      const unfiltered = text.trim() === "" ? await catalog.anyOf(collection, LEXICAL_DEPTH, where) : [];
      const hits = fuse({ words, cosines, ids: unfiltered, weights, anchors: await parts.anchors() });
      return { hits, excluded: await exclusions(catalog, collection, stated, eligible), degraded };
    },
  };
}

/** The terms worth searching by: those somebody holds, the rarest first. */
function telling(all: readonly string[], statistics: TermStatistics): string[] {
  return [...new Set(all)]
    .filter((term) => statistics.frequencies.has(term))
    .toSorted((a, b) => statistics.frequencies.get(a)! - statistics.frequencies.get(b)!)
    .slice(0, MAX_TERMS);
}

/** Cosines of everything either leg found, from the stored vectors, so that an approximate index changes no score. */
async function exactCosines(
  vectors: VectorIndex,
  collection: Collection,
  { vector, hits }: { vector: Float32Array; hits: { id: string }[] },
  words: readonly LexicalHit[],
): Promise<Map<string, number>> {
  const stored = await vectors.fetch(collection, [...new Set([...hits, ...words].map(({ id }) => id))]);
  return new Map([...stored].map(([id, other]) => [id, dot(vector, other)]));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!;
  return sum;
}

/** Counts what each condition alone keeps out of what the others would let through. */
async function exclusions(
  catalog: Catalog,
  collection: Collection,
  stated: readonly StatedCondition[],
  eligible: readonly Eligibility[],
): Promise<Exclusion[]> {
  const every = [...stated, ...eligible].map(({ condition }) => condition);
  const lost = async (reason: string, own: Condition, instead: Condition): Promise<Exclusion> => ({
    reason,
    count: await catalog.count(collection, all(...every.filter((condition) => condition !== own), instead)),
  });
  const counted = await Promise.all([
    ...eligible.filter(({ countable }) => countable).map(({ reason, condition }) => lost(reason, condition, { op: "not", of: condition })),
    ...stated.flatMap(({ filter, condition, unstated }) => (unstated === null ? [] : [lost(UNSTATED[filter], condition, unstated)])),
  ]);
  return counted.filter(({ count }) => count > 0);
}

const UNSTATED: Record<FilterName, string> = {
  skills: "without listed skills",
  exclude_skills: "",
  places: "without a stated place",
  exclude_places: "",
  remote: "that do not say whether they are remote",
  salary: "without a stated salary",
  seniority: "without a stated seniority",
  exclude_seniority: "",
  min_years: "without stated years of experience",
  max_years: "without stated years of experience",
  employment_types: "without a stated employment type",
  exclude_employment_types: "",
  max_age_days: "without a date",
  employer_kind: "whose employer is unknown",
  companies: "without a company",
  exclude_companies: "",
  languages: "without stated languages",
  visa_sponsorship: "that do not mention sponsorship",
  willing_to_relocate: "that do not mention relocation",
};

/** One line when a leg is lost and none until it has worked again. */
function outageLog(log: Log | undefined) {
  const lost = new Set<Degradation>();
  return {
    began(leg: Degradation, error: unknown): void {
      if (lost.has(leg)) return;
      lost.add(leg);
      const failure = asRolecallError(error instanceof LegFailure ? error.cause : error);
      log?.warn({ leg, ...loggedFailure(failure), ...failure.facts }, "A leg of the search failed; words alone find until it works again.");
    },
    ended: (leg: Degradation) => void lost.delete(leg),
  };
}

class LegFailure extends Error {
  readonly leg: Degradation;
  constructor(leg: Degradation, cause: unknown) {
    super(`The ${leg} leg of retrieval failed.`, { cause });
    this.leg = leg;
  }
}

async function unlessFailing<T>(leg: Degradation, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // An embedder that needs the index first, to know what fills it, fails with the store's failure.
    const isStore = error instanceof RolecallError && error.code === "storage_unavailable";
    throw new LegFailure(isStore ? "vector-index" : leg, error);
  }
}
