import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddingRequest, embeds } from "../../../fixtures/openai/handlers.ts";
import type { Resume } from "../catalog/records.ts";
import type { Actor } from "../engine.ts";
import type { SeedSource } from "../seed/seed.ts";
import { conversation } from "../testing/conversation.ts";
import { scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { testEngine } from "../testing/test-engine.ts";

/** Part of every planted string, so that one search finds any of them. */
const CANARY = "zqcanary";
const SIZE = 140;
const SCRIPT: [Actor, string[]][] = [
  [
    EMPLOYER,
    ["nurses near Manchester", "tell me about 1", "compare 1 and 2", "why is 1 above 2?", "what is 2 missing?", "more", "what is her e-mail address?"],
  ],
  [SEEKER, ["TypeScript jobs", "tell me about 1", "compare 1 and 2", "why is 1 above 2?", "what am I missing for 2?", "more", "jobs"]],
];

let store: SeededStore;

/** The fixtures with a name, an address, a number and a user id in every resume that stand nowhere else. */
function withCanaries(): SeedSource {
  const source = fixtures(SIZE);
  async function* resumes(): AsyncGenerator<Resume> {
    for await (const resume of source.resumes()) {
      const mark = `${CANARY}${resume._id.slice(0, 8)}`;
      yield {
        ...resume,
        user_id: resume.user_id === SEEKER.userId ? resume.user_id : `${mark}-user`,
        contact: { name: `Zoë ${mark}`, email: `${mark}@example.net`, phone: `+49 30 ${mark}` },
      };
    }
  }
  return { ...source, resumes };
}

beforeAll(async () => {
  store = await seededStore(withCanaries());
});
afterAll(() => store[Symbol.dispose]());

/** Everything a store keeps besides the resumes themselves and who owns them. */
function keptRows(directory: string): string {
  const database = new DatabaseSync(join(directory, "rolecall.db"));
  try {
    const tables = ["chat_sessions", "chat_messages", "turn_events", "cache", "session_locks", "notes", "jobs", "employers", "resumes_vocabulary"];
    return JSON.stringify(tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all()));
  } finally {
    database.close();
  }
}

/** Speaks both parts, then looks at the sessions as their users may. */
async function everythingTold(engine: Awaited<ReturnType<typeof testEngine>>["engine"]): Promise<string> {
  const told: unknown[] = [];
  for (const [actor, messages] of SCRIPT) {
    const talk = conversation(engine, actor);
    for (const text of messages) told.push(await talk.say(text));
    told.push(await engine.sessions.list(actor), await engine.sessions.show(actor, talk.sessionId));
    told.push(await engine.search({ ...actor, query: actor.role === "employer" ? "nurses" : "developer", k: 50 }));
  }
  return JSON.stringify(told);
}

test("the canaries are in the store, so that finding none elsewhere means something", () => {
  const database = new DatabaseSync(join(store.copy(), "rolecall.db"));
  const { document } = database.prepare("SELECT document FROM resumes LIMIT 1").get() as { document: string };
  database.close();
  expect(document.match(new RegExp(CANARY, "g"))!.length).toBeGreaterThanOrEqual(3);
});

describe("contact data and user ids of resumes stay in the catalogue", () => {
  test("offline: in no event, session, cache row, turn log or stored message", async () => {
    const directory = store.copy();
    {
      await using open = await testEngine(directory);
      const told = await everythingTold(open.engine);
      expect(told).toContain('"kind":"candidate"');
      expect(told).not.toContain(CANARY);
    }
    const kept = keptRows(directory);
    expect(kept).toContain("llm_response");
    expect(kept).not.toContain(CANARY);
  });

  test("with a real model: in no prompt, tool result or answer either", async () => {
    const directory = store.copy();
    using model = scriptedModel();
    const calls = [
      { name: "search", args: { query: "nurse" } },
      { name: "details", args: { n: 1 } },
      { name: "explain", args: { n: 1 } },
      { name: "compare", args: { ns: [1, 2] } },
    ];
    model.answer((request) => (request.messages.at(-1)!.role === "tool" ? { says: "It fits [1]." } : { calls }));
    {
      await using open = await testEngine(directory, { environment: model.environment, settings: { summaryEvery: 2, recentMessages: 2 } });
      expect(await everythingTold(open.engine)).not.toContain(CANARY);
    }
    expect(model.requests.length).toBeGreaterThan(20);
    const sent = JSON.stringify(model.requests);
    expect(sent).not.toContain(CANARY);
    expect(sent).not.toContain(SEEKER.userId);
    expect(keptRows(directory)).not.toContain(CANARY);
  });

  test("in no text that is embedded, at seeding or at searching", async () => {
    using model = scriptedModel();
    const embedded: EmbeddingRequest[] = [];
    model.server.use(embeds(() => Array.from({ length: 64 }, (_, at) => Math.sin(at + 1)), { seen: (body) => embedded.push(body) }));
    const directory = mkdtempSync(join(tmpdir(), "rolecall-embedded-"));
    try {
      await using open = await testEngine(directory, {
        environment: { ...model.environment, ROLECALL_EMBEDDING_MODEL: "text-embedding-3-small", ROLECALL_EMBEDDING_DIMENSIONS: "64" },
      });
      await open.engine.seed(withCanaries(), {});
      await conversation(open.engine, EMPLOYER).say("candidates");
      await conversation(open.engine, SEEKER).say("jobs");
      expect(embedded.flatMap(({ input }) => input).length).toBeGreaterThan(2 * SIZE);
      expect(JSON.stringify(embedded)).not.toContain(CANARY);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test("in no line of the log and no error, with everything logged and everything failing", () => {
    const directory = store.copy();
    const speaker = fileURLToPath(new URL("../testing/logged-turns.ts", import.meta.url));
    const script = join(directory, "script.json");
    writeFileSync(script, JSON.stringify(SCRIPT));
    const { stdout, stderr, status } = spawnSync(process.execPath, [speaker, directory, script], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      env: { PATH: process.env.PATH },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('"code":"internal"');
    expect(stdout).not.toContain(CANARY);
    expect(stderr).toContain('"msg"');
    expect(stderr).not.toContain(CANARY);
    expect(stderr).not.toContain("nurses near Manchester");
  });
});
