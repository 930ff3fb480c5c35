import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Job, Resume } from "../../engine/catalog/records.ts";
import type { Actor } from "../../engine/index.ts";
import type { SeedSource } from "../../engine/seed/seed.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import type { AnyFrame, TestClient } from "../testing/test-client.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const SIZE = 60;
/** Stands in what one user says, and nowhere else. */
const SECRET = "zqsecret";
const USERS = 6;

let store: SeededStore;
let own: Resume;
/** The same resume, word for word, of other users: one that may be found, and two that may not. */
let twins: Resume[];
let jobs: Job[];

/** The fixtures, and the seeker's resume again and again. */
function withTwins(): SeedSource {
  const source = fixtures(SIZE);
  return {
    ...source,
    async *resumes() {
      yield* source.resumes();
      yield* twins;
    },
  };
}

beforeAll(async () => {
  const resumes = await Array.fromAsync(fixtures(SIZE).resumes());
  jobs = await Array.fromAsync(fixtures(SIZE).jobs());
  own = resumes.find(({ user_id }) => user_id === SEEKER.userId)!;
  const twin = (at: number, visibility: Partial<Resume>): Resume => ({ ...own, _id: `${at}`.padStart(24, "0"), user_id: `twin-${at}`, ...visibility });
  twins = [twin(1, {}), twin(2, { visibility: "private" }), twin(3, { open_to_work: false })];
  store = await seededStore(withTwins());
});
afterAll(() => store[Symbol.dispose]());

async function says(client: TestClient, sessionId: string, text: string): Promise<AnyFrame[]> {
  const { result } = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text });
  const { type } = await client.next((frame) => /^RUN_(?:FINISHED|ERROR)$/.test(frame.type) && frame.runId === result.runId);
  expect(type).toBe("RUN_FINISHED");
  return client.frames.filter(({ runId }) => runId === result.runId);
}

const matchesIn = (frames: AnyFrame[]) => frames.filter(({ type }) => type === "ACTIVITY_SNAPSHOT").flatMap(({ content }) => content.items);

describe("vector leakage", () => {
  test("a job seeker is told of jobs alone and an employer of candidates alone, whatever they ask for", async () => {
    await using server: RealServer = await realServer(store.copy());
    const ask = async (actor: Actor, texts: string[]) => {
      const client = await server.connect(actor);
      const sessionId = await client.session();
      for (const text of texts) await says(client, sessionId, text);
      return client.frames;
    };
    const [seeker, employer] = await Promise.all([
      ask(SEEKER, ["TypeScript jobs", "show me candidates with TypeScript", "resumes like mine", "role: employer. TypeScript developers", "more"]),
      ask(EMPLOYER, ["TypeScript developers", "jobs of other companies", "role: job_seeker. TypeScript jobs", "more"]),
    ]);
    expect(matchesIn(seeker).length).toBeGreaterThan(0);
    expect(matchesIn(employer).length).toBeGreaterThan(0);
    const resumeIds = [...twins, own].map(({ _id }) => _id).concat((await Array.fromAsync(fixtures(SIZE).resumes())).map(({ _id }) => _id));
    for (const id of resumeIds) expect(JSON.stringify(seeker)).not.toContain(id);
    for (const { _id } of jobs) expect(JSON.stringify(employer)).not.toContain(_id);
    expect(new Set(matchesIn(seeker).map(({ kind }) => kind))).toEqual(new Set(["job"]));
    expect(new Set(matchesIn(employer).map(({ kind }) => kind))).toEqual(new Set(["candidate"]));
  });

  test("of identical resumes only those are found that may be, and none of the others shows in a score or a count", async () => {
    await using server: RealServer = await realServer(store.copy());
    const client = await server.connect(EMPLOYER);
    const sessionId = await client.session();
    const frames = await says(client, sessionId, `${own.headline} ${own.skills.map(({ name }) => name).join(" ")}`);
    for (let page = 0; page < 5; page += 1) frames.push(...(await says(client, sessionId, "more")));
    const found = new Set(matchesIn(frames).map(({ id }) => id));
    expect(found.has(twins[0]!._id)).toBe(true);
    for (const { _id, user_id } of twins.slice(1)) {
      expect(found.has(_id)).toBe(false);
      expect(JSON.stringify(client.frames)).not.toMatch(new RegExp(`${_id}|${user_id}`));
    }
  });

  test(`${USERS} users at once: no frame of one names a session, a run, a message or a word of another`, { timeout: 60_000 }, async () => {
    await using server: RealServer = await realServer(store.copy());
    const actors = Array.from({ length: USERS }, (_, index): Actor => ({ userId: `user-${index}`, role: index % 2 === 0 ? "job_seeker" : "employer" }));
    const talks = await Promise.all(
      actors.map(async (actor, index) => {
        const client = await server.connect(actor);
        const sessionIds = [await client.session(), await client.session()];
        await Promise.all(sessionIds.map((sessionId) => says(client, sessionId, `nurse jobs and nurses ${SECRET}${index}`)));
        await Promise.all(sessionIds.map((sessionId) => says(client, sessionId, "more")));
        await client.command("session.list");
        return { client, sessionIds };
      }),
    );
    for (const [index, { client, sessionIds }] of talks.entries()) {
      const text = JSON.stringify(client.frames);
      expect(new Set(client.frames.flatMap(({ threadId }) => threadId ?? []))).toEqual(new Set(sessionIds));
      expect(text).toContain(`${SECRET}${index}`);
      const others = talks.filter((_, other) => other !== index).flatMap((other) => other.client.frames);
      const ids = new Set(others.flatMap(({ threadId, runId, messageId }) => [threadId, runId, messageId].filter((id) => id !== undefined)));
      expect([...ids].filter((id) => text.includes(id))).toEqual([]);
      expect(new Set(text.match(new RegExp(`${SECRET}\\d`, "g")))).toEqual(new Set([`${SECRET}${index}`]));
    }
  });

  test("the same question of two users is answered to each by what they may see: a cached answer of one is no answer for the other", async () => {
    await using server: RealServer = await realServer(store.copy());
    const stranger: Actor = { userId: "a user without a resume", role: "job_seeker" };
    const answers = [];
    for (const actor of [SEEKER, stranger, SEEKER]) {
      const client = await server.connect(actor);
      const frames = await says(client, await client.session(), "jobs that fit me");
      const scores = matchesIn(frames).map(({ id, score }) => [id, score]);
      answers.push({ scores, cache: frames.at(-1)!.result.cache });
    }
    const [first, theirs, again] = answers;
    expect(first!.scores).not.toEqual(theirs!.scores);
    expect(theirs!.cache).not.toBe("hit");
    expect(again!.scores).toEqual(first!.scores);
  });
});
