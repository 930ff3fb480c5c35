import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type LangSmithServer, langsmithServer } from "../../../fixtures/langsmith/server.ts";
import type { Job, Resume } from "../catalog/records.ts";
import type { Actor } from "../engine.ts";
import type { SeedSource } from "../seed/seed.ts";
import { scriptedModel } from "../testing/scripted-model.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TracedTo, tracedChat, tracedTo } from "../testing/traced-chat.ts";

const NUMBER = "+44 7700 777314";
/** Part of every name and address that is planted, and of the number. */
const PLANTED = /zqcanary|777 ?314/i;
const SCRIPT: [Actor, string[]][] = [
  [
    EMPLOYER,
    ["nurses near Manchester", "tell me about 1", "compare 1 and 2", "why is 1 above 2?", "what is 2 missing?", "more", "what is her e-mail address?"],
  ],
  [SEEKER, ["TypeScript jobs", "tell me about 1", "compare 1 and 2", "what am I missing for 2?", "more", "jobs"]],
];

/** The fixtures with contact details in every field that holds them, and in prose that somebody wrote. */
function withCanaries(): SeedSource {
  const source = fixtures(140);
  async function* resumes(): AsyncGenerator<Resume> {
    for await (const resume of source.resumes()) {
      const mark = `zqcanary${resume._id.slice(0, 8)}`;
      yield {
        ...resume,
        user_id: resume.user_id === SEEKER.userId ? resume.user_id : `${mark}-user`,
        headline: `${resume.headline}, ${mark}@example.net`,
        summary: `Reach me:\n${NUMBER} or ${mark}@example.net. ${resume.summary}`,
        contact: { name: `Zoë ${mark}`, email: `${mark}@example.net`, phone: NUMBER },
      };
    }
  }
  async function* jobs(): AsyncGenerator<Job> {
    for await (const job of source.jobs()) yield { ...job, description: `Write to zqcanary@example.net or call\n${NUMBER}. ${job.description}` };
  }
  return { ...source, resumes, jobs };
}

let store: SeededStore;
let langsmith: LangSmithServer;
let to: TracedTo;
beforeAll(async () => {
  store = await seededStore(withCanaries());
});
afterAll(() => store[Symbol.dispose]());
beforeEach(async () => {
  langsmith = await langsmithServer();
  to = tracedTo(langsmith);
});
afterEach(async () => {
  await to.tracing[Symbol.asyncDispose]();
  await langsmith[Symbol.asyncDispose]();
});

test.each([
  { how: "offline", online: false },
  { how: "with a model that calls every tool", online: true },
])("what records hold, in fields and in prose, is in no trace: $how", async ({ online }) => {
  using model = scriptedModel();
  const calls = [
    { name: "search", args: { query: "nurse" } },
    { name: "details", args: { n: 1 } },
    { name: "explain", args: { n: 1 } },
    { name: "compare", args: { ns: [1, 2] } },
  ];
  model.answer((request) => (request.messages.at(-1)!.role === "tool" ? { says: "It fits [1]." } : { calls }));
  const environment = { ...(online ? model.environment : {}), ROLECALL_SUMMARY_EVERY: "2", ROLECALL_RECENT_MESSAGES: "2" };
  for (const [actor, messages] of SCRIPT) {
    await using chat = await tracedChat(store.copy(), actor, to.tracing, { environment });
    for (const message of messages) await chat.say(message);
  }
  await to.traces(SCRIPT.flatMap(([, messages]) => messages).length);
  expect(to.named("summary").length).toBeGreaterThan(0);
  expect(to.named("details").length > 0).toBe(online);
  expect(to.sent()).toContain("[e-mail]");
  expect(to.sent()).not.toMatch(PLANTED);
  expect(to.sent()).not.toContain(SEEKER.userId);
  expect(to.sent()).not.toContain(EMPLOYER.userId);
});

test("what users write of themselves is in no trace, also when a model repeats it or searches by it", async () => {
  using model = scriptedModel();
  model.answer(
    { says: "Thanks, Zoë Zqcanary (zqcanary.quill@example.net): [1] fits.", calls: [{ name: "search", args: { query: "zqcanary quill" } }] },
    { says: "[1]" },
  );
  const environment = { ...model.environment, ROLECALL_SUMMARY_EVERY: "1", ROLECALL_RECENT_MESSAGES: "1" };
  await using chat = await tracedChat(store.copy(), SEEKER, to.tracing, { environment });
  await chat.say(`My name is Zoë Zqcanary.\n${NUMBER}, zqcanary.quill@example.net. TypeScript jobs please, not in a startup`);
  await chat.say("tell me about 1");
  await chat.say("more");
  const [first] = await to.traces(3);
  expect(JSON.stringify(model.requests)).toMatch(PLANTED);
  expect(to.named("summary").length).toBeGreaterThan(0);
  expect(first!.inputs.message).toBe("My name is [masked] [masked].\n[phone], [e-mail]. TypeScript jobs please, not in a startup");
  expect(to.sent()).not.toMatch(PLANTED);
});
