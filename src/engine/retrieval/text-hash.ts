import { contentHash } from "../catalog/hash.ts";

/** Names the vector of a text: the same text, model and dimension give the same one. */
export function textHash(text: string, { model, dimensions }: { model: string; dimensions: number }): string {
  return contentHash(text, `${model}/${dimensions}`);
}
