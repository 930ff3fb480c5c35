import type { Collection } from "../catalog/records.ts";
import type { Ports } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { estimateTokens, estimateUsd, priceOf } from "../models/prices.ts";
import { textHash } from "../retrieval/text-hash.ts";
import type { Patiently } from "./patience.ts";

export interface TextToEmbed {
  text: string;
  /** A vector that is there already and is taken to be the text's. */
  given?: Float32Array;
}

export interface EmbeddedText {
  vector: Float32Array;
  textHash: string;
}

export interface TextEmbedding {
  /** Vectors in the order of the texts: those stored under the text's hash, then given, then cached ones; the rest is embedded. */
  embed(collection: Collection, texts: readonly TextToEmbed[]): Promise<EmbeddedText[]>;
  /** Texts that the model was asked about. */
  readonly embedded: number;
  /** Texts whose vector was there. */
  readonly reused: number;
  /** USD by estimate; null where the model's price is unknown. */
  readonly costUsd: number | null;
}

/** Texts in one request, and requests at once. What a request has brought is kept when another fails. */
const A_REQUEST = 128;
const REQUESTS = 4;

/** Embeds texts once, and no more than `maxCostUsd` pays for. @throws {RolecallError} `cost_limit`, `configuration` for a limit on an unknown price */
export function textEmbedding(
  { vectors, embedder }: Pick<Ports, "vectors" | "embedder">,
  { read, ask, maxCostUsd }: { read: Patiently; ask: Patiently; maxCostUsd?: number },
): TextEmbedding {
  const priced = priceOf(embedder.model) !== null;
  if (maxCostUsd !== undefined && !priced) {
    throw new RolecallError("configuration", `The price of ${embedder.model} is unknown, so its cost cannot be limited.`, {
      hint: "Leave --max-cost out, or use an embedding model with a known price.",
    });
  }
  let embedded = 0;
  let reused = 0;
  let spent = 0;

  async function fromModel(texts: string[]): Promise<Float32Array[]> {
    const tokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0);
    const cost = estimateUsd(embedder.model, tokens, 0) ?? 0;
    if (maxCostUsd !== undefined && spent + cost > maxCostUsd) {
      throw new RolecallError("cost_limit", `Embedding the next batch would pass the cost limit of ${maxCostUsd} USD.`, {
        hint: "Raise --max-cost; what is written stays, and the next run goes on from here.",
        facts: { cost: spent, limit: maxCostUsd },
      });
    }
    spent += cost;
    embedded += texts.length;
    const requests = groups(texts, A_REQUEST);
    const answers: Float32Array[] = [];
    for (const some of groups(requests, REQUESTS)) {
      const settled = await Promise.allSettled(some.map((request) => ask(() => embedder.embedDocuments(request))));
      for (const answer of settled) {
        if (answer.status === "rejected") throw answer.reason;
        answers.push(...answer.value);
      }
    }
    return answers;
  }

  return {
    async embed(collection, texts) {
      const hashes = texts.map(({ text }) => textHash(text, embedder));
      const found = await read(() => vectors.ofTexts(collection, [...new Set(hashes)]));
      const unknown = new Map<string, string>();
      for (const [at, { text, given }] of texts.entries()) {
        const hash = hashes[at]!;
        if (found.has(hash)) continue;
        if (text.trim() === "") found.set(hash, new Float32Array(embedder.dimensions));
        else if (given !== undefined) found.set(hash, given);
        else unknown.set(hash, text);
      }
      const known = await embedder.known([...unknown.values()]);
      for (const [hash, text] of unknown) if (known.has(text)) found.set(hash, known.get(text)!);
      const missing = [...unknown].filter(([hash]) => !found.has(hash));
      if (missing.length > 0) {
        const fresh = await fromModel(missing.map(([, text]) => text));
        for (const [at, [hash]] of missing.entries()) found.set(hash, fresh[at]!);
      }
      reused += texts.length - missing.length;
      return hashes.map((hash) => ({ vector: found.get(hash)!, textHash: hash }));
    },
    get embedded() {
      return embedded;
    },
    get reused() {
      return reused;
    },
    get costUsd() {
      return priced ? spent : null;
    },
  };
}

function groups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
