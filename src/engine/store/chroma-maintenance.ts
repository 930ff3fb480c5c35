import type { Collection } from "../catalog/records.ts";
import { type Maintenance, ok, warn } from "../maintenance.ts";
import { type ChromaModel, HNSW, SPACE, countOf, createCollection, modelOf, refuseOthers } from "./chroma-collections.ts";
import type { ChromaStore } from "./chroma.ts";

export interface ChromaInspection {
  exists: boolean;
  /** `cosine`, `l2` or `ip`. */
  space: string | null;
  efSearch: number | null;
  /** Of the vectors it was filled with; null before the first. */
  dimensions: number | null;
  /** What filled it, where Rolecall has noted that. */
  model: string | null;
  count: number;
}

export interface ChromaInspections {
  /** Of the vectors that are there; null where there are none, or nobody has noted it. */
  dimensions: number | null;
  model: string | null;
  collections: Record<Collection, ChromaInspection>;
}

const FIX = 'Run "rolecall doctor --fix".';
const COLLECTIONS: readonly Collection[] = ["jobs", "resumes"];

/** What decides which embedding model to open. Looks, and makes nothing. */
export async function inspectChroma(chroma: ChromaStore): Promise<ChromaInspections> {
  const [jobs, resumes] = await Promise.all([inspect(chroma, "jobs"), inspect(chroma, "resumes")]);
  const filled = [jobs, resumes].filter(({ count }) => count > 0);
  const model = filled.map((collection) => collection.model).find((name) => name !== null) ?? null;
  return { dimensions: filled[0]?.dimensions ?? null, model, collections: { jobs, resumes } };
}

async function inspect(chroma: ChromaStore, name: Collection): Promise<ChromaInspection> {
  const stored = await chroma.find(name);
  if (stored === null) return { exists: false, space: null, efSearch: null, dimensions: null, model: null, count: 0 };
  const { space, efSearch, dimensions } = stored;
  return { exists: true, space, efSearch, dimensions, model: modelOf(stored), count: await chroma.read(stored.id, countOf) };
}

/**
 * Makes the collections that are missing, and lets those search widely enough that somebody else has made. Any number of
 * processes may do it, as often as they like.
 * @throws {RolecallError} `configuration` where a collection holds vectors that cannot be compared with those of this model
 */
export async function ensureChromaCollections(chroma: ChromaStore, model: ChromaModel): Promise<{ created: Collection[]; widened: Collection[] }> {
  const done = { created: [] as Collection[], widened: [] as Collection[] };
  for (const name of COLLECTIONS) {
    const found = await chroma.find(name);
    const stored = found ?? (await createCollection(chroma, name, model));
    refuseOthers(name, { dimensions: stored.dimensions, model: modelOf(stored) }, model);
    if (found === null) done.created.push(name);
    if (!isNarrow(stored)) continue;
    await chroma.setEfSearch(stored.id, HNSW.ef_search);
    done.widened.push(name);
  }
  return done;
}

/** ChromaDB's own choice of 100 misses one in 25 of the nearest 200, which are what a search looks at. */
function isNarrow({ efSearch }: { efSearch: number | null }): boolean {
  return efSearch !== null && efSearch < 400;
}

export function chromaMaintenance(chroma: ChromaStore, model: ChromaModel): Maintenance {
  return {
    id: "chroma",
    async inspect() {
      const { collections } = await inspectChroma(chroma);
      for (const name of COLLECTIONS) refuseOthers(name, collections[name], model);
      const namesWhere = (is: (found: ChromaInspection) => boolean) => COLLECTIONS.filter((name) => is(collections[name])).join(", ");
      const missing = namesWhere(({ exists }) => !exists);
      if (missing !== "") return warn(`ChromaDB has no collection ${missing}.`, FIX);
      const about = `ChromaDB holds vectors of ${COLLECTIONS.map((name) => `${collections[name].count} ${name}`).join(" and ")}.`;
      const narrow = namesWhere(isNarrow);
      if (narrow !== "") return warn(`${about} Its ef_search is so low that searches miss some of the nearest: ${narrow}.`, FIX);
      const others = namesWhere(({ space }) => space !== SPACE);
      if (others === "") return ok(about);
      return warn(
        `${about} Not in cosine space: ${others}; searches there fetch the vectors that they rank.`,
        "Delete such a collection when it can be spared, and seed again.",
      );
    },
    async fix() {
      const { created, widened } = await ensureChromaCollections(chroma, model);
      const made = created.length === 0 ? [] : [`Made the collections ${created.join(", ")}.`];
      const raised =
        widened.length === 0 ? [] : [`Raised ef_search of ${widened.join(", ")} to ${HNSW.ef_search}; the server may heed it only once it is started again.`];
      return [...made, ...raised].join(" ") || "Nothing was missing.";
    },
  };
}
