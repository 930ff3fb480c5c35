import type { Ports } from "../deps.ts";

type Vectors = Pick<Ports, "embedder" | "vectors">;

/**
 * An index that could not be asked what fills it when the engine was opened. Each use asks again, and fails with the reason, until it
 * can be told; from then on it is the index that `open` gave. Until then the embedder goes by the name of the `supposed` one.
 */
export function lateVectors(open: () => Promise<Vectors>, supposed: Pick<Ports["embedder"], "model" | "dimensions">): Vectors {
  let opened: Vectors | undefined;
  let opening: Promise<Vectors> | undefined;

  async function found(): Promise<Vectors> {
    if (opened !== undefined) return opened;
    opening ??= open().finally(() => (opening = undefined));
    return (opened = await opening);
  }
  const embedder = async () => (await found()).embedder;
  const vectors = async () => (await found()).vectors;

  return {
    embedder: {
      get model() {
        return (opened?.embedder ?? supposed).model;
      },
      get dimensions() {
        return (opened?.embedder ?? supposed).dimensions;
      },
      embedDocuments: async (texts) => (await embedder()).embedDocuments(texts),
      known: async (texts) => opened?.embedder.known(texts) ?? new Map(),
      embedQuery: async (text, weights) => (await embedder()).embedQuery(text, weights),
    },
    vectors: {
      upsert: async (...args) => (await vectors()).upsert(...args),
      query: async (...args) => (await vectors()).query(...args),
      fetch: async (...args) => (await vectors()).fetch(...args),
      ofTexts: async (...args) => (await vectors()).ofTexts(...args),
      remove: async (...args) => (await vectors()).remove(...args),
      count: async (...args) => (await vectors()).count(...args),
      [Symbol.asyncDispose]: async () => opened?.vectors[Symbol.asyncDispose](),
    },
  };
}
