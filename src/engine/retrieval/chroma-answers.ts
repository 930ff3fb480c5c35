import { z } from "zod";

const Rows = z.object({ ids: z.string().array(), embeddings: z.unknown().array(), metadatas: z.unknown().array() });
const Ranked = z.object({
  ids: z.tuple([z.string().array()]),
  distances: z.number().nullable().array().array(),
  embeddings: z.unknown().array().array(),
  metadatas: z.unknown().array().array(),
});

type Part = "embeddings" | "metadatas" | "distances";

/** The records of an answer to `get`. @throws {z.ZodError} */
export function rowsOf(answer: unknown, asked: readonly Part[]): { id: string; embedding: unknown; metadata: unknown }[] {
  const { ids, embeddings, metadatas } = Rows.parse(answer);
  refuseUneven(ids, { embeddings, metadatas }, asked);
  return ids.map((id, at) => ({ id, embedding: embeddings[at], metadata: metadatas[at] }));
}

/** The records of an answer to one `query`, nearest first. @throws {z.ZodError} */
export function rankedOf(answer: unknown, asked: readonly Part[]): { id: string; distance: number | null; embedding: unknown; metadata: unknown }[] {
  const parsed = Ranked.parse(answer);
  const [ids] = parsed.ids;
  const [distances = [], embeddings = [], metadatas = []] = [parsed.distances[0], parsed.embeddings[0], parsed.metadatas[0]];
  refuseUneven(ids, { distances, embeddings, metadatas }, asked);
  return ids.map((id, at) => ({ id, distance: distances[at] ?? null, embedding: embeddings[at], metadata: metadatas[at] }));
}

/** An answer must say as much of each record as was asked. */
function refuseUneven(ids: readonly string[], parts: Partial<Record<Part, readonly unknown[]>>, asked: readonly Part[]): void {
  for (const part of asked) z.literal(ids.length).parse(parts[part]?.length);
}

/** A stored vector; null where it has no direction: zeros, or NaN, which is null in JSON. @throws {z.ZodError} */
export function vectorOf(embedding: unknown, dimensions: number): Float32Array | null {
  const values = numbers(dimensions).parse(embedding);
  return values.includes(null) || values.every((value) => value === 0) ? null : Float32Array.from(values as number[]);
}

/** One check for all numbers: a schema for each of a million would take longer than the request. */
const numbers = (length: number) =>
  z.custom<(number | null)[]>((given) => Array.isArray(given) && given.length === length && given.every((value) => value === null || Number.isFinite(value)));
