import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { embeds, OPENAI, refuses, type EmbeddingRequest } from "../../../fixtures/openai/handlers.ts";
import { RolecallError } from "../errors.ts";
import { openaiEmbeddings, type OpenAiEmbeddingsOptions } from "./openai-embeddings.ts";

const openai = setupServer();
let requests = 0;
beforeAll(() => {
  vi.stubEnv("OPENAI_API_KEY", undefined);
  openai.listen({ onUnhandledFrame: "error" });
  openai.events.on("request:start", () => void (requests += 1));
});
afterEach(() => {
  openai.resetHandlers();
  requests = 0;
});
afterAll(() => {
  openai.close();
  vi.unstubAllEnvs();
});

function embeddings(options: Partial<OpenAiEmbeddingsOptions> = {}) {
  return openaiEmbeddings({ apiKey: "sk-test", model: "text-embedding-3-large", timeoutMs: 1000, maxRetries: 0, batchSize: 2, ...options });
}

const vectorOf = (text: string) => [text.length, 0.5];
const answersWith = (data: unknown) => http.post(`${OPENAI}/embeddings`, () => HttpResponse.json({ object: "list", data }));
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error as RolecallError,
  );

describe("texts become vectors", () => {
  test("in their order, as many requests as batches", async () => {
    const seen: EmbeddingRequest[] = [];
    openai.use(embeds(vectorOf, { seen: (body) => seen.push(body) }));
    const texts = ["a", "bb", "ccc", "dddd", "eeeee"];
    expect(await embeddings().embedDocuments(texts)).toEqual([1, 2, 3, 4, 5].map((length) => [length, 0.5]));
    expect(seen.map(({ input }) => input)).toEqual([["a", "bb"], ["ccc", "dddd"], ["eeeee"]]);
  });

  test("one by one for queries, with the dimension asked for and lines kept", async () => {
    const seen: EmbeddingRequest[] = [];
    openai.use(embeds(vectorOf, { seen: (body) => seen.push(body) }));
    expect(await embeddings({ dimensions: 2 }).embedQuery("line\nline")).toEqual([9, 0.5]);
    expect(seen).toMatchObject([{ model: "text-embedding-3-large", input: ["line\nline"], dimensions: 2 }]);
  });

  test("long texts are spread over more requests than the batch size asks for", async () => {
    openai.use(embeds(vectorOf));
    await embeddings({ batchSize: 100 }).embedDocuments(Array.from({ length: 3 }, () => "x".repeat(500_000)));
    expect(requests).toBe(3);
  });

  test("no texts, no request", async () => {
    expect(await embeddings().embedDocuments([])).toEqual([]);
    expect(requests).toBe(0);
  });

  test("an answer in another order is put right by its indexes", async () => {
    openai.use(
      answersWith([
        { index: 1, embedding: [2, 2] },
        { index: 0, embedding: [1, 1] },
      ]),
    );
    expect(await embeddings().embedDocuments(["a", "b"])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test("plain numbers from servers without base64 or indexes do as well", async () => {
    openai.use(answersWith([{ embedding: [0.25, 1] }]));
    expect(await embeddings({ apiKey: undefined, baseUrl: OPENAI }).embedQuery("a")).toEqual([0.25, 1]);
  });
});

describe("an answer that cannot be used is refused", () => {
  test.each([
    ["too few vectors", [{ index: 0, embedding: [1, 2] }]],
    [
      "the same text twice",
      [
        { index: 0, embedding: [1, 2] },
        { index: 0, embedding: [1, 2] },
      ],
    ],
    [
      "a text that was not asked for",
      [
        { index: 0, embedding: [1, 2] },
        { index: 7, embedding: [1, 2] },
      ],
    ],
    [
      "another dimension",
      [
        { index: 0, embedding: [1, 2] },
        { index: 1, embedding: [1, 2, 3] },
      ],
    ],
    [
      "no numbers",
      [
        { index: 0, embedding: [] },
        { index: 1, embedding: [] },
      ],
    ],
    [
      "a number that is none",
      [
        { index: 0, embedding: [1, null] },
        { index: 1, embedding: [1, 2] },
      ],
    ],
    [
      "base64 that is cut off",
      [
        { index: 0, embedding: "AACAPwAA" },
        { index: 1, embedding: "AACAP" },
      ],
    ],
    ["an entry that is nothing", [null, { index: 1, embedding: [1, 2] }]],
    ["no list", "none"],
    ["nothing", undefined],
  ])("%s", async (_, data) => {
    openai.use(answersWith(data));
    const failure = await failureOf(embeddings({ dimensions: 2 }).embedDocuments(["a", "b"]));
    expect(failure).toMatchObject({ code: "model_unavailable", hint: expect.stringContaining("embedding model") });
  });

  test("NaN inside base64", async () => {
    openai.use(embeds(() => [1, Number.NaN]));
    expect(await failureOf(embeddings().embedQuery("a"))).toMatchObject({ code: "model_unavailable", message: expect.stringContaining("not finite") });
  });

  test("a dimension that changes between two calls", async () => {
    openai.use(embeds((text) => Array.from(text, () => 1)));
    const model = embeddings();
    await model.embedQuery("abc");
    expect(await failureOf(model.embedQuery("ab"))).toMatchObject({ message: "The embedding provider sent a vector of 2 numbers instead of 3." });
  });

  test("a page that is not JSON", async () => {
    openai.use(http.post(`${OPENAI}/embeddings`, () => HttpResponse.html("<h1>Welcome</h1>")));
    expect(await failureOf(embeddings().embedQuery("a"))).toMatchObject({ code: "model_unavailable" });
  });
});

describe("when the provider fails", () => {
  test("what is busy is asked again", async () => {
    openai.use(refuses("rate-limit", { times: 2, headers: { "retry-after": "0", "retry-after-ms": "5" } }), embeds(vectorOf));
    expect(await embeddings({ maxRetries: 2 }).embedQuery("abc")).toEqual([3, 0.5]);
    expect(requests).toBe(3);
  });

  test("after a failure no further batch is sent", async () => {
    openai.use(refuses("wrong-key"));
    const failure = await failureOf(embeddings({ batchSize: 1 }).embedDocuments(Array.from({ length: 40 }, (_, n) => `text ${n}`)));
    expect(failure).toMatchObject({ code: "credentials", hint: expect.stringContaining("OPENAI_API_KEY") });
    expect(requests).toBeLessThanOrEqual(4);
  });

  test("a model that is none is told as a matter of configuration", async () => {
    openai.use(refuses("unknown-model"));
    expect(await failureOf(embeddings({ model: "embed-9" }).embedQuery("a"))).toMatchObject({
      code: "configuration",
      facts: { model: "embed-9", providerCode: "model_not_found" },
    });
  });

  test("a text that is too long is told as such", async () => {
    openai.use(refuses("too-long"));
    expect(await failureOf(embeddings().embedQuery("a"))).toMatchObject({ code: "message_too_long" });
  });
});
