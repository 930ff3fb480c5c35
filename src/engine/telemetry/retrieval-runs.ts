import type { Run } from "./turn-runs.ts";

export type Leg = "lexical" | "dense";

interface Found {
  leg: Leg;
  /** Best first; null where the leg failed. */
  hits: { id: string; score: number }[] | null;
}

/** Which leg of retrieval a run is, and what it found; null for any other run. */
export function legOf({ name, outputs }: Run): Found | null {
  if (name === "retrieve-lexical") return { leg: "lexical", hits: (outputs?.output as Found["hits"]) ?? null };
  if (name !== "retrieve-dense") return null;
  const hits = outputs?.hits as { id: string; cosine: number }[] | undefined;
  return { leg: "dense", hits: hits?.map(({ id, cosine }) => ({ id, score: cosine })) ?? null };
}
