import { Embeddings } from "@langchain/core/embeddings";
import { expect, test } from "vitest";
import { estimateTokens } from "../models/prices.ts";
import { modelEmbedder } from "./embedder.ts";

/** Remembers what it was asked, and answers with a vector that is not a unit. */
class Recorder extends Embeddings {
  readonly asked: string[] = [];
  readonly answer: number[];

  constructor(answer: number[] = [3, 4]) {
    super({});
    this.answer = answer;
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    this.asked.push(...texts);
    return texts.map(() => this.answer);
  }
  override async embedQuery(text: string): Promise<number[]> {
    this.asked.push(text);
    return this.answer;
  }
}

test("vectors come out as unit vectors, and a vector of zeros as it is", async () => {
  const [vector] = await modelEmbedder(new Recorder(), "a-model", 2).embedDocuments(["nurse"]);
  expect([...vector!]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
  expect(await modelEmbedder(new Recorder([0, 0]), "a-model", 2).embedDocuments(["the"])).toEqual([new Float32Array(2)]);
});

test("an answer of another dimension is refused", async () => {
  await expect(modelEmbedder(new Recorder(), "a-model", 3).embedDocuments(["nurse"])).rejects.toMatchObject({ code: "model_unavailable" });
});

test.each([
  ["plain words", "steel and nights ".repeat(5_000)],
  ["words of another script", "看護師と夜勤".repeat(3_000)],
  ["both", `${"steel ".repeat(4_000)}${"夜勤".repeat(9_000)}`],
])("a text of %s that is longer than the model takes is embedded by its beginning", async (_, text) => {
  const model = new Recorder();
  const embedder = modelEmbedder(model, "a-model", 2);
  await embedder.embedDocuments([text, "nurse"]);
  await embedder.embedQuery(text, new Map());
  const [document, short, query] = model.asked;
  expect(short).toBe("nurse");
  expect(query).toBe(document);
  expect(text.startsWith(document!)).toBe(true);
  expect(estimateTokens(document!)).toBeGreaterThan(2_000);
  expect(estimateTokens(document!)).toBeLessThanOrEqual(6_000);
});
