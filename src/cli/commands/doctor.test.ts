import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelServer } from "../../../fixtures/openai/server.ts";
import { type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import { DoctorDocument } from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());

test("a store that works is told in columns", async () => {
  const { code, out, err } = await rolecall(["doctor", "--data-dir", store.copy()]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.trimEnd().split("\n");
  for (const line of lines.slice(0, 7)) expect(line).toMatch(/^ok {4}[a-z-]+ +\S/);
  expect(new Set(lines.map((line) => /^(?:ok +[a-z-]+)? +(?=\S)/.exec(line)![0].length))).toEqual(new Set([18]));
  expect(out).toContain("catalogue   400 jobs, 400 resumes, 40 employers\n");
});

describe("an empty store", () => {
  test("is a warning with its remedy", async () => {
    using folder = temporaryFolder();
    const { code, out } = await rolecall(["doctor", "--only", "catalogue", "--data-dir", folder.path]);
    expect({ code, out }).toEqual({ code: 0, out: `warn  catalogue  The catalogue is empty.\n${" ".repeat(17)}Run "rolecall seed".\n` });
  });

  test("is filled by --fix", async () => {
    using folder = temporaryFolder();
    const { out } = await rolecall(["doctor", "--fix", "--only", "catalogue", "--data-dir", folder.path]);
    expect(out).toBe("ok    catalogue  400 jobs, 400 resumes, 40 employers\n");
  });
});

test("a check that does not exist is refused, with those that do", async () => {
  const { code, out, err } = await rolecall(["doctor", "--only", "luck", "--data-dir", store.copy()]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toBe('rolecall: There is no check "luck". Choose one of node, history, catalogue, vectors, cache, embeddings, chat-model.\n');
});

test("a store that cannot be opened is a finding", async () => {
  const { code, err, document } = await rolecall(["doctor", "--json"], { variables: { ROLECALL_DATA_DIR: "/dev/null/x" } });
  expect({ code, err }).toEqual({ code: 3, err: "" });
  const { ok, checks } = DoctorDocument.parse(document());
  expect({ ok, checks }).toMatchObject({ ok: false, checks: [{ id: "store", status: "fail", fix: "Choose another folder with --data-dir." }] });
});

test("a configuration that is refused is a finding", async () => {
  const { code, out } = await rolecall(["doctor"], {
    variables: { HOME: "/nowhere", ROLECALL_STORE: "services", MONGODB_URI: "mongodb://user:hunter2@host/x" },
  });
  expect(code).toBe(4);
  expect(out).toMatch(/^FAIL {2}configuration {2}The store is to be the services, but CHROMA_URL, REDIS_URL are not set\.\n/);
  expect(out).not.toContain("hunter2");
});

test("a chat model that refuses the key is a finding", async () => {
  await using server = await modelServer(
    (response) => void response.writeHead(401, { "content-type": "application/json" }).end('{"error":{"code":"invalid_api_key"}}'),
  );
  const variables = { ROLECALL_DATA_DIR: store.copy(), OPENAI_API_KEY: "sk-hunter2", OPENAI_BASE_URL: server.url, ROLECALL_MODEL_RETRIES: "0" };
  const { code, out } = await rolecall(["doctor", "--only", "chat-model"], { variables });
  expect(code).toBe(5);
  expect(out).toMatch(/^FAIL {2}chat-model {2}The model provider does not accept the key\.\n +Set OPENAI_API_KEY /);
  expect(out).not.toContain("hunter2");
});
