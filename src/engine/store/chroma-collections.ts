import type { Collection as Records } from "chromadb";
import { z } from "zod";
import type { Collection } from "../catalog/records.ts";
import { RolecallError } from "../errors.ts";
import { isRefused } from "./chroma-failure.ts";
import type { ChromaStore, StoredCollection } from "./chroma.ts";

/** What fills an index: vectors of one model and one dimension. */
export interface ChromaModel {
  readonly model: string;
  readonly dimensions: number;
}

/** The collections as one index uses them: looked up once, and again where the server has lost or replaced one. */
export interface ChromaCollections {
  /** Gives `missing` where there is no collection. */
  reading<T>(name: Collection, missing: T, work: (stored: StoredCollection) => Promise<T>): Promise<T>;
  /** Makes the collection where there is none. */
  writing(name: Collection, work: (stored: StoredCollection) => Promise<void>): Promise<void>;
}

export const SPACE = "cosine";
/**
 * On 10,000 made-up jobs this finds every one of the nearest 20 and .9999 of the nearest 200, with and without filters;
 * ChromaDB's own choice (100, 16, 100) finds .99 and .96, and takes two thirds of the time of 4 ms.
 */
export const HNSW = { space: SPACE, ef_construction: 200, max_neighbors: 24, ef_search: 1000 };

export function chromaCollections(chroma: ChromaStore, model: ChromaModel): ChromaCollections {
  const known = new Map<Collection, Promise<StoredCollection | null>>();
  const told = new Set<Collection>();

  function lookUp(name: Collection): Promise<StoredCollection | null> {
    const before = known.get(name);
    if (before !== undefined) return before;
    const looking = chroma.find(name).then((stored) => {
      if (stored === null) known.delete(name);
      return stored === null ? null : checked(name, stored);
    });
    known.set(name, looking);
    looking.catch(() => known.delete(name));
    return looking;
  }

  function checked(name: Collection, stored: StoredCollection): StoredCollection {
    const { space, dimensions } = stored;
    refuseOthers(name, { dimensions, model: modelOf(stored) }, model);
    if (space !== SPACE && !told.has(name))
      chroma.log.warn({ collection: name, space }, "A ChromaDB collection is not in cosine space: its vectors are fetched to be ranked.");
    told.add(name);
    return stored;
  }

  async function onceMore<T>(name: Collection, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // The collection is gone, or not what it was when it was looked up.
      if (!(error instanceof RolecallError && isRefused(error.cause))) throw error;
      known.delete(name);
      return work();
    }
  }

  return {
    reading: (name, missing, work) =>
      onceMore(name, async () => {
        const stored = await lookUp(name);
        return stored === null ? missing : work(stored);
      }),

    writing: (name, work) =>
      onceMore(name, async () => {
        const stored = (await lookUp(name)) ?? checked(name, await createCollection(chroma, name, model));
        const isLabelled = await labelled(chroma, stored, model);
        await work(stored);
        // The next look sees the dimension that the first vectors have given it, and the label.
        if (stored.dimensions === null || isLabelled) known.delete(name);
      }),
  };
}

export function createCollection(chroma: ChromaStore, name: Collection, model: ChromaModel): Promise<StoredCollection> {
  return chroma.create(name, HNSW, label(model));
}

const label = ({ model, dimensions }: ChromaModel) => ({ embedding_model: model, dimensions });
const Label = z.object({ embedding_model: z.string().nullable().catch(null) });

/** The model whose vectors a collection holds, as Rolecall labelled it; null where somebody else filled it. */
export function modelOf({ metadata }: StoredCollection): string | null {
  return Label.parse(metadata).embedding_model;
}

/** A collection that never held a vector becomes the first comer's. One that the portal has filled keeps its metadata. */
async function labelled(chroma: ChromaStore, stored: StoredCollection, model: ChromaModel): Promise<boolean> {
  const { id, dimensions, metadata } = stored;
  const before = modelOf(stored);
  const isFilledByOthers = before === null && dimensions !== null;
  if (isFilledByOthers || (before === model.model && metadata.dimensions === model.dimensions)) return false;
  await chroma.setMetadata(id, { ...metadata, ...label(model) });
  return true;
}

interface Filled {
  model: string | null;
  dimensions: number | null;
}

/** @throws {RolecallError} `configuration` where the vectors in a collection cannot be compared with those of this model */
export function refuseOthers(name: Collection, { model: filledBy, dimensions: stored }: Filled, { model, dimensions }: ChromaModel): void {
  if (stored === null) return;
  const facts = { collection: name, filledBy, stored, model, dimensions };
  const elsewhere = "or name another CHROMA_DATABASE and seed it.";
  if (filledBy !== null && !areComparable(filledBy, model)) {
    throw new RolecallError("configuration", `The ChromaDB collection ${name} was filled by the embedding model ${filledBy}, not by ${model}.`, {
      hint: `Set ROLECALL_EMBEDDING_MODEL=${filledBy}, ${elsewhere}`,
      facts,
    });
  }
  if (stored !== dimensions) {
    throw new RolecallError(
      "configuration",
      `The ChromaDB collection ${name} holds vectors of ${stored} dimensions, and the embedding model ${model} gives ${dimensions}.`,
      { hint: `Set ROLECALL_EMBEDDING_MODEL to the model that filled it, ${elsewhere}`, facts },
    );
  }
}

export async function countOf(records: Records): Promise<number> {
  return z
    .int()
    .min(0)
    .parse(await records.count());
}

/** An index of an earlier offline model is searched by the present one until it is seeded again. */
function areComparable(one: string, other: string): boolean {
  return one === other || (one.startsWith("offline-") && other.startsWith("offline-"));
}
