import type { Embeddings } from "@langchain/core/embeddings";
import { OpenAIEmbeddings, type OpenAIClient } from "@langchain/openai";
import { RolecallError } from "../errors.ts";
import { modelFailure } from "./failure.ts";
import { openaiClient, type OpenAiAccess } from "./openai-client.ts";
import { estimateTokens } from "./prices.ts";

export interface OpenAiEmbeddingsOptions extends OpenAiAccess {
  model: string;
  /** Asked of the provider and checked in its answers. Absent: the model's own, and the first answer fixes it. */
  dimensions?: number;
  /** Texts a request, at most 2,048. */
  batchSize: number;
}

/** OpenAI refuses requests of more than 300,000 tokens; the estimate may be a third too low. */
const TOKENS_A_REQUEST = 200_000;
const REQUESTS_AT_ONCE = 4;

/**
 * Embeddings from OpenAI or a server like it: as many vectors as texts, in their order, of one dimension, all numbers finite.
 * @throws {RolecallError} as `modelFailure` tells; `model_unavailable` for an answer that is not that.
 */
export function openaiEmbeddings({ model, dimensions, batchSize, ...access }: OpenAiEmbeddingsOptions): Embeddings {
  return new CheckedEmbeddings({ ...openaiClient(access), model, dimensions, batchSize, maxConcurrency: REQUESTS_AT_ONCE, stripNewLines: false });
}

class CheckedEmbeddings extends OpenAIEmbeddings {
  private expected: number | undefined = this.dimensions;

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const batches = batchesOf(texts, this.batchSize);
    const vectors: number[][] = [];
    while (batches.length > 0) {
      // A wave at a time: after a failure nothing more is sent.
      const wave = await Promise.all(batches.splice(0, REQUESTS_AT_ONCE).map((batch) => this.embed(batch)));
      vectors.push(...wave.flat());
    }
    return vectors;
  }

  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.embed([text]);
    return vector!;
  }

  private async embed(texts: string[]): Promise<number[][]> {
    try {
      const { data } = await this.embeddingWithRetry({ model: this.model, input: texts, ...(this.dimensions ? { dimensions: this.dimensions } : {}) });
      const vectors = checked(data, texts.length, this.expected);
      this.expected = vectors[0]!.length;
      return vectors;
    } catch (error) {
      const failure = modelFailure(error, { model: this.model, purpose: "embeddings" });
      throw failure.code === "internal" ? unusable("an answer that cannot be read") : failure;
    }
  }
}

function checked(data: OpenAIClient.Embedding[] | undefined, count: number, dimensions: number | undefined): number[][] {
  if (!Array.isArray(data) || data.length !== count) throw unusable(`${data?.length ?? 0} vectors for ${count} texts`);
  const vectors: number[][] = Array.from({ length: count });
  for (const [position, { embedding, index }] of data.entries()) vectors[index ?? position] = embedding;
  const length = dimensions ?? vectors[0]?.length ?? 0;
  for (const vector of vectors) {
    if (!Array.isArray(vector)) throw unusable("a text without a vector");
    if (vector.length !== length || length === 0) throw unusable(`a vector of ${vector.length} numbers instead of ${length}`);
    if (!vector.every(Number.isFinite)) throw unusable("a vector with a number that is not finite");
  }
  return vectors;
}

function unusable(what: string): RolecallError {
  return new RolecallError("model_unavailable", `The embedding provider sent ${what}.`, {
    hint: "Check that the embedding model has the dimension of the index, and OPENAI_BASE_URL where another server answers.",
    facts: { reason: "unusable-answer" },
  });
}

function batchesOf(texts: string[], size: number): string[][] {
  const batches: string[][] = [];
  let tokens = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    const length = estimateTokens(text);
    const last = batches.at(-1);
    if (last && last.length < size && tokens + length <= TOKENS_A_REQUEST) {
      last.push(text);
      tokens += length;
    } else {
      batches.push([text]);
      tokens = length;
    }
  }
  return batches;
}
