import type { EventOf, Job, LoggedEvent, Match, TurnEvent } from "../../../engine/index.ts";

export const SESSION = "0192c1f0-7a51-7c3e-9f53-5b7c0f6a2a11";
const AT = 1_772_366_400_000;

const JOB: Job = {
  _id: "4ca2bc694bdca825011e928f",
  employer_id: "056be7edb6d4db315511eb7e",
  title: "Senior Frontend Engineer",
  company: "Fernweh Software",
  description: "React 18 and TypeScript.",
  skills: [{ name: "TypeScript", required: true }],
  location: { city: "Berlin", country: "DE" },
  salary: { min: 70_000, currency: "EUR", period: "year" },
  posted_at: "2026-02-20T00:00:00.000Z",
  status: "open",
  version: 1,
};

const SCORED = {
  rank: 1,
  score: 0.8125,
  coverage: 0.9,
  band: "strong" as const,
  parts: [
    { name: "skills" as const, weight: 0.3, value: 1, contribution: 0.8125 },
    { name: "salary" as const, weight: 0.1, value: null, contribution: 0 },
  ],
  matched: ["TypeScript"],
  missing: [],
  reasons: [{ field: "skills", text: "asks for TypeScript, which you have" }],
};

export const JOB_MATCH: Match = { kind: "job", id: JOB._id, title: JOB.title, ...SCORED, record: JOB };

export const CANDIDATE_MATCH: Match = {
  kind: "candidate",
  id: "ecd55ed7c381c763cbb8e7c5",
  title: "Night-shift ICU nurse",
  ...SCORED,
  record: {
    _id: "ecd55ed7c381c763cbb8e7c5",
    headline: "Night-shift ICU nurse",
    summary: "",
    skills: [{ name: "Critical care", years: 6 }],
    experience: [],
    education: [],
    languages: [{ name: "English" }],
    open_to_work: true,
    visibility: "public",
    version: 1,
  },
};

const start = (turnId: string, text: string): TurnEvent => ({
  ...{ type: "turn-start", sessionId: SESSION, turnId, messageId: `${turnId}:question`, clientMessageId: `${turnId}-client`, text },
  ...{ created: false, duplicate: false },
});

const end = (turnId: string, text: string, given: Partial<EventOf<"turn-end">["message"]> = {}): TurnEvent => ({
  type: "turn-end",
  message: { id: `${turnId}:answer`, text, status: "complete", matches: [], ...given },
  usage: { input: 900, output: 40, cached: 128 },
  costUsd: 0.0004,
  latency: { first_event: 3.1, first_token: 210.4, total: 900.75 },
  cache: "miss",
  degraded: ["vector-index"],
  citations: [{ n: 1, id: JOB._id }],
  model: "a-model",
});

const TURNS: [turnId: string, events: TurnEvent[]][] = [
  [
    "turn-a",
    [
      start("turn-a", "remote TypeScript jobs, at least 70k"),
      { type: "title", title: "Remote TypeScript jobs" },
      { type: "step-start", step: "understand" },
      {
        type: "intent-understood",
        intent: {
          kind: "search",
          mode: "new",
          filters: { remote: ["remote"], salary: { amount: 70_000, currency: "EUR", period: "year" } },
          query: "TypeScript",
        },
        assumptions: ["70k is taken as EUR a year"],
      },
      { type: "step-end", step: "understand" },
      { type: "step-start", step: "retrieve" },
      { type: "step-end", step: "retrieve" },
      { type: "step-start", step: "score" },
      { type: "matches-found", payloadType: "jobs", indexVersion: "7", degraded: ["vector-index"], items: [JOB_MATCH] },
      { type: "step-end", step: "score" },
      { type: "step-start", step: "answer" },
      { type: "tool-call", callId: "call-1", name: "search_jobs", input: { query: "TypeScript", limit: 5 } },
      { type: "matches-found", payloadType: "jobs", indexVersion: "7", degraded: [], items: [{ ...JOB_MATCH, id: "5ca2bc694bdca825011e928f", rank: 2 }] },
      { type: "tool-result", callId: "call-1", name: "search_jobs", found: 1 },
      { type: "tool-call", callId: "call-2", name: "show_filters", input: {} },
      { type: "tool-result", callId: "call-2", name: "show_filters", found: null },
      { type: "text-start", messageId: "turn-a:answer" },
      { type: "text-delta", text: "Fernweh Software " },
      { type: "text-delta", text: "asks for TypeScript [1]. 👩‍" },
      { type: "text-delta", text: "💻" },
      { type: "text-end", messageId: "turn-a:answer" },
      { type: "step-end", step: "answer" },
      { type: "notice", code: "degraded", text: "The vector index is down: these matches come from words alone." },
      end("turn-a", "Fernweh Software asks for TypeScript [1]. 👩‍💻", {
        matches: [JOB_MATCH, { ...JOB_MATCH, id: "5ca2bc694bdca825011e928f", rank: 2 }],
      }),
    ],
  ],
  [
    "turn-b",
    [
      start("turn-b", "ICU nurses near Manchester"),
      { type: "matches-found", payloadType: "candidates", indexVersion: "7", degraded: [], items: [CANDIDATE_MATCH] },
      { type: "text-start", messageId: "turn-b:answer" },
      { type: "text-delta", text: "One nurse" },
      { type: "text-end", messageId: "turn-b:answer" },
      end("turn-b", "One nurse", { status: "cancelled", matches: [CANDIDATE_MATCH] }),
    ],
  ],
  [
    "turn-c",
    [
      start("turn-c", "hello?"),
      { type: "turn-error", code: "interrupted", message: "The answer was interrupted.", hint: "Send it again as a new message.", retryable: true },
    ],
  ],
];

/** A session's log with every type of event, and every way to end. */
export const FULL_CONVERSATION: LoggedEvent[] = TURNS.flatMap(([turnId, events]) => events.map((event) => ({ turnId, event }))).map((entry, index) => ({
  seq: index + 1,
  at: AT + index,
  ...entry,
}));
