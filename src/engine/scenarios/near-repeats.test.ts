import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cache } from "../cache/cache.ts";
import type { Actor } from "../engine.ts";
import { caches } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { type Turn, conversation } from "../testing/conversation.ts";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../testing/seeded-store.ts";
import { type TestEngine, testEngine } from "../testing/test-engine.ts";

type Pair = [Actor, string, string];
const seeker = (one: string, other: string): Pair => [SEEKER, one, other];
const employer = (one: string, other: string): Pair => [EMPLOYER, one, other];

/** Questions that differ in little and ask for something else. */
const DIFFERENT: Record<string, Pair[]> = {
  "a negation": [
    seeker("nursing jobs in Berlin", "nursing jobs not in Berlin"),
    seeker("jobs with night shifts", "jobs without night shifts"),
    seeker("TypeScript jobs with React", "TypeScript jobs without React"),
    seeker("jobs from agencies", "no jobs from agencies"),
    seeker("remote jobs", "non-remote jobs"),
    seeker("jobs that require German", "jobs that do not require German"),
    seeker("jobs that require a degree", "jobs that don't require a degree"),
    seeker("Java jobs", "anything but Java jobs"),
    seeker("nursing jobs with on-call duty", "nursing jobs with hardly any on-call duty"),
    seeker("jobs with visa sponsorship", "jobs without visa sponsorship"),
    seeker("developer jobs with travel", "developer jobs with nothing like travel"),
    employer("nurses who speak German", "nurses who do not speak German"),
    employer("nurses who are team players", "nurses who are not team players"),
    employer("nurses who can drive", "nurses who cannot drive"),
    employer("nurses willing to relocate", "nurses unwilling to relocate"),
    employer("nurses who prefer days not nights", "nurses who prefer nights not days"),
  ],
  "a number": [
    seeker("jobs over 60k in Germany", "jobs over 70k in Germany"),
    seeker("jobs over 60k in Germany", "jobs under 60k in Germany"),
    seeker("jobs over 60.5k", "jobs over 605k"),
    seeker("show me 3 nursing jobs", "show me 5 nursing jobs"),
    seeker("jobs within 20 km of Berlin", "jobs within 200 km of Berlin"),
    seeker("nursing jobs of the last 3 days", "nursing jobs of the last 30 days"),
    seeker("nursing jobs with 30 hours a week", "nursing jobs with 38 hours a week"),
    seeker("Python 2 jobs", "Python 3 jobs"),
    seeker("developer jobs begun before 2025", "developer jobs begun after 2025"),
    employer("nurses with 5 years of experience", "nurses with 3 years of experience"),
    employer("nurses with at least 5 years of experience", "nurses with at most 5 years of experience"),
    employer("nurses with more than 5 years of experience", "nurses with exactly 5 years of experience"),
    employer("2 nurses with 3 years", "3 nurses with 2 years"),
  ],
  "a currency or a period": [
    seeker("jobs over 60k EUR", "jobs over 60k USD"),
    seeker("jobs over €60k", "jobs over £60k"),
    seeker("jobs over 60k", "jobs over 60k EUR"),
    seeker("jobs over 5,000 a month", "jobs over 5,000 a year"),
    seeker("jobs over 60k before tax", "jobs over 60k after tax"),
    employer("nurses expecting up to 40k", "nurses expecting at least 40k"),
  ],
  "a place": [
    seeker("TypeScript jobs in Berlin", "TypeScript jobs in Bern"),
    seeker("TypeScript jobs in Frankfurt an der Oder", "TypeScript jobs in Frankfurt am Main"),
    seeker("TypeScript jobs in Berlin", "TypeScript jobs near Berlin"),
    seeker("TypeScript jobs in Berlin", "TypeScript jobs in Berlin or Hamburg"),
    seeker("jobs in Berlin rather than Bern", "jobs in Bern rather than Berlin"),
    seeker("jobs in Cambridge", "jobs in Cambridge, Massachusetts"),
    seeker("nursing jobs in German", "nursing jobs in Germany"),
    seeker("driver jobs from Berlin to Hamburg", "driver jobs from Hamburg to Berlin"),
    employer("nurses near Manchester", "nurses near Leeds"),
    employer("nurses in Manchester", "nurses from Manchester"),
  ],
  "a level": [
    seeker("senior developer jobs", "senior or lead developer jobs"),
    seeker("senior developer jobs", "at least senior developer jobs"),
    seeker("senior TypeScript and junior React jobs", "junior TypeScript and senior React jobs"),
    seeker("only junior jobs", "junior jobs"),
    employer("junior nurses", "senior nurses"),
    employer("nurses", "head nurses"),
  ],
  "a workplace": [
    seeker("remote developer jobs", "hybrid developer jobs"),
    seeker("fully remote jobs", "partly remote jobs"),
    seeker("remote jobs", "mostly remote jobs"),
    seeker("part-time jobs", "full-time jobs"),
    seeker("permanent jobs", "temporary jobs"),
    employer("nurses on site", "nurses off site"),
  ],
  "a skill": [
    seeker("electrician jobs", "electronics technician jobs"),
    seeker("Java jobs", "JavaScript jobs"),
    seeker("C++ jobs", "C# jobs"),
    seeker("React jobs", "React Native jobs"),
    seeker("TypeScript and React jobs", "TypeScript or React jobs"),
    seeker("SQL jobs", "NoSQL jobs"),
    employer("intensive care nurses", "intensive care assistants"),
    employer("nurses who used to work nights", "nurses who want to work nights"),
  ],
  "the level of a language": [
    seeker("jobs that require fluent German", "jobs that require basic German"),
    seeker("nursing jobs with German B1", "nursing jobs with German C1"),
    employer("nurses who speak some German", "nurses who speak native German"),
    employer("nurses who understand German", "nurses who teach German"),
  ],
  "who does what": [
    seeker("jobs for nurses", "jobs with nurses"),
    seeker("newest nursing jobs", "oldest nursing jobs"),
    seeker("best paid nursing jobs", "worst paid nursing jobs"),
    seeker("nursing jobs, day shift preferred", "nursing jobs, day shift required"),
    employer("people who manage nurses", "nurses who manage people"),
    employer("nurses reporting to doctors", "doctors reporting to nurses"),
    employer("nurses available in May", "nurses available in June"),
  ],
};

/** One question, written down differently. */
const SAME: Pair[] = [
  seeker("TypeScript jobs", "typescript jobs"),
  seeker("TypeScript jobs", "TYPESCRIPT JOBS"),
  seeker("TypeScript jobs", "  TypeScript \t  jobs \n"),
  seeker("TypeScript jobs", "TypeScript\u00a0jobs"),
  seeker("TypeScript jobs", "Type\u200bScript jobs"),
  seeker("TypeScript jobs", "TypeScript jobs."),
  seeker("TypeScript jobs", "TypeScript jobs!?"),
  seeker("TypeScript jobs", "“TypeScript” jobs"),
  seeker("TypeScript jobs", "please show me TypeScript jobs"),
  seeker("TypeScript jobs", "Hi, could you find me TypeScript jobs, please?"),
  seeker("TypeScript jobs", "I'm looking for TypeScript jobs, thanks!"),
  seeker("remote TypeScript jobs in Germany", "TypeScript jobs in Germany, remote"),
  seeker("remote TypeScript jobs in Germany", "In Germany: remote TypeScript jobs"),
  seeker("senior nursing jobs in Berlin", "nursing jobs in Berlin, senior"),
  seeker("jobs in Zürich", "jobs in Zu\u0308rich"),
  seeker("full-time jobs", "full\u2011time jobs"),
  seeker("jobs over 60k EUR in Germany", "Jobs over  60k EUR in Germany."),
  seeker("jobs that don't require German", "Jobs that don’t require German!"),
  seeker("jobs without night shifts", "please, jobs without night shifts"),
  employer("nurses near Manchester", "Nurses near Manchester…"),
  employer("senior nurses in Leeds", "in Leeds, senior nurses"),
  employer("nurses with 5 years of experience", "NURSES with 5 years of experience?"),
  employer("who fits our ICU nurse opening?", "Who fits our ICU nurse opening"),
  employer("we need nurses who speak German", "nurses who speak German"),
];

/** Follow-ups as they are asked after other messages: what they mean hangs on what was shown. */
type Script = [Actor, { after: string[]; asks: string }, { after: string[]; asks: string }];
const AFTERWARDS: Script[] = [
  [SEEKER, { after: ["TypeScript jobs"], asks: "tell me about 1" }, { after: ["TypeScript jobs"], asks: "tell me about 2" }],
  [SEEKER, { after: ["TypeScript jobs"], asks: "tell me about 1" }, { after: ["nursing jobs"], asks: "tell me about 1" }],
  [SEEKER, { after: ["TypeScript jobs"], asks: "compare 1 and 2" }, { after: ["TypeScript jobs"], asks: "compare 1 and 3" }],
  [SEEKER, { after: ["TypeScript jobs"], asks: "why is 1 above 2?" }, { after: ["TypeScript jobs"], asks: "why is 1 above 3?" }],
  [SEEKER, { after: ["TypeScript jobs"], asks: "what am I missing for 1?" }, { after: ["TypeScript jobs"], asks: "what am I missing for 2?" }],
  [SEEKER, { after: ["jobs"], asks: "more" }, { after: ["jobs", "more"], asks: "more" }],
  [SEEKER, { after: ["jobs"], asks: "more" }, { after: ["nursing jobs"], asks: "more" }],
  [SEEKER, { after: ["TypeScript jobs"], asks: "only remote ones" }, { after: ["React jobs"], asks: "only remote ones" }],
  [SEEKER, { after: ["jobs"], asks: "anything closer than those?" }, { after: ["jobs", "more"], asks: "anything closer than those?" }],
  [EMPLOYER, { after: ["nurses"], asks: "tell me about 2" }, { after: ["nurses near Manchester"], asks: "tell me about 2" }],
  [
    EMPLOYER,
    { after: ["nurses", "tell me about 1"], asks: "what is missing for it?" },
    { after: ["nurses", "tell me about 2"], asks: "what is missing for it?" },
  ],
];
const AFTERWARDS_SAME: Script[] = [
  [SEEKER, { after: ["TypeScript jobs"], asks: "tell me about 2" }, { after: ["typescript jobs"], asks: "Tell me about 2!" }],
  [SEEKER, { after: ["jobs"], asks: "more" }, { after: ["jobs"], asks: "More!" }],
  [EMPLOYER, { after: ["nurses"], asks: "compare 1 and 2" }, { after: ["nurses"], asks: "  Compare 1 and 2. " }],
];

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(90));
});
afterAll(() => store[Symbol.dispose]());

test("the questions are as many as they should be", () => {
  expect(Object.values(DIFFERENT).flat().length + AFTERWARDS.length).toBeGreaterThanOrEqual(75);
  expect(SAME.length + AFTERWARDS_SAME.length).toBeGreaterThanOrEqual(20);
});

contract("Repeated questions", caches, ({ open }) => {
  let cache: Cache;
  let engine: TestEngine;
  beforeAll(async () => {
    cache = await open();
    engine = await testEngine(store.copy(), { adapt: (ports) => ({ ...ports, cache }) });
    return async () => {
      await engine[Symbol.asyncDispose]();
      await cache[Symbol.asyncDispose]();
    };
  });

  /** The last of these messages, said in a session of its own. */
  async function answerTo(actor: Actor, ...texts: string[]): Promise<Turn> {
    const talk = conversation(engine.engine, actor);
    for (const text of texts.slice(0, -1)) await talk.say(text);
    return talk.say(texts.at(-1)!);
  }

  async function asked([actor, one, other]: Script): Promise<[Turn, Turn]> {
    await cache.dropPrefix("llm_response:");
    return [await answerTo(actor, ...one.after, one.asks), await answerTo(actor, ...other.after, other.asks)];
  }

  const alone = ([actor, one, other]: Pair): Script => [actor, { after: [], asks: one }, { after: [], asks: other }];

  test.each(Object.entries(DIFFERENT))("that differ in %s never get each other's answer", async (_, pairs) => {
    for (const pair of pairs) {
      const [first, second] = (await asked(alone(pair))).map(({ end }) => end!.cache);
      expect([first, second], `${pair[1]} -> ${pair[2]}`).toEqual(["miss", "miss"]);
    }
  });

  test("that follow other matches never get each other's answer", async () => {
    for (const script of AFTERWARDS) {
      const [first, second] = (await asked(script)).map(({ end }) => end!.cache);
      expect([first, second], `${JSON.stringify(script.slice(1))}`).toEqual(["miss", "miss"]);
    }
  });

  test("that are one are answered once", async () => {
    for (const script of [...SAME.map(alone), ...AFTERWARDS_SAME]) {
      const [first, second] = await asked(script);
      expect(first.end!.cache, `${JSON.stringify(script[1])}`).toBe("miss");
      expect(second.end!.cache, `${JSON.stringify(script.slice(1))}`).toBe("hit");
      expect(second.matches).toEqual(first.matches);
      expect(second.streamed).toBe(first.streamed);
    }
  });
});
