import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeds, refuses } from "../../../fixtures/openai/handlers.ts";
import { type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import { FailureDocument, SearchDocument } from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

let store: SeededStore;
let folder: string;
beforeAll(async () => {
  store = await seededStore();
  folder = store.copy();
});
afterAll(() => store[Symbol.dispose]());

const search = (...args: string[]) => rolecall(["search", ...args, "--data-dir", folder]);

test("cards go to stdout, and what was left out to stderr", async () => {
  const { code, out, err } = await search("react developer", "--filter", "country=Germany", "remote=remote", "--k", "2");
  expect(code).toBe(0);
  expect(out.match(/^\d {2}/gm)).toEqual(["1  ", "2  "]);
  expect(err).toMatch(/^\d+ left out: /m);
});

test("--explain shows the parts of every score", async () => {
  const { out } = await search("react developer", "--k", "1", "--explain");
  for (const part of ["relevance", "skills", "title", "seniority", "location", "salary", "recency"]) expect(out).toContain(part);
});

test("finding nothing is no failure", async () => {
  expect(await search("baker", "--filter", "companies=Nowhere Inc", "-q")).toMatchObject({ code: 0, out: "Nothing matches.\n", err: "" });
});

test("what the search had to do without is told", async () => {
  using data = temporaryFolder();
  const provider = setupServer(embeds((text) => [text.length, 1, 1]));
  provider.listen();
  try {
    const variables = { ROLECALL_DATA_DIR: data.path, OPENAI_API_KEY: "sk-test", ROLECALL_EMBEDDING_DIMENSIONS: "3", ROLECALL_MODEL_RETRIES: "0" };
    await rolecall(["seed", "--size", "20", "-q"], { variables });
    provider.use(refuses("overloaded"));
    const { out, err } = await rolecall(["search", "developer"], { variables });
    expect(out).toMatch(/^1 {2}/m);
    expect(err).toMatch(/^The embedding model is down: these matches come from words alone\.$/m);
    const { document } = await rolecall(["search", "developer", "--json"], { variables });
    expect(SearchDocument.parse(document())).toMatchObject({ degraded: ["embeddings"] });
  } finally {
    provider.close();
  }
});

test.each([
  ["nonsense", 'There is no filter "nonsense".', "country"],
  ["country=Atlantis", 'The filter country does not take "Atlantis"; it takes Germany or DE, several with commas.', "country="],
  ["salary=much", 'The filter salary does not take "much"; it takes 70000 EUR year (amount, currency, year|month|day|hour).', "salary="],
  ["remote=", 'The filter remote does not take ""; it takes onsite|hybrid|remote[,…].', "remote="],
])("the filter %s is refused with what it should be", async (filter, message, remedy) => {
  expect(await search("x", "--filter", filter)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(`rolecall: ${message} `) });
  const { code, document } = await search("x", "--filter", filter, "--json");
  expect(code).toBe(2);
  expect(FailureDocument.parse(document()).error).toMatchObject({ code: "usage", message, hint: expect.stringContaining(remedy) });
});
