import fc from "fast-check";
import { ERROR_CODES, type EventOf, type LoggedEvent, type Match, type TurnEvent } from "../../../engine/index.ts";
import { CANDIDATE_MATCH, JOB_MATCH, SESSION } from "./full-conversation.ts";

type Made<T extends TurnEvent["type"]> = fc.Arbitrary<EventOf<T>>;

/** Any UTF-16 units, halves of pairs among them. */
const text = fc.array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units));
const amount = fc.nat().map((cents) => cents / 100);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const match: fc.Arbitrary<Match> = fc
  .record({ of: fc.constantFrom(JOB_MATCH, CANDIDATE_MATCH), title: text, score: maybe(fc.constantFrom(0, 0.25, 1)), rank: fc.integer({ min: 1, max: 50 }) })
  .map(({ of, ...given }) => ({ ...of, ...given }));
const degraded = fc.uniqueArray(fc.constantFrom("vector-index", "embeddings", "chat-model", "cache"));
const step = fc.constantFrom("understand", "retrieve", "score", "answer");
const input = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }));

const intent = fc.oneof(
  fc.record({
    kind: fc.constant("search"),
    mode: fc.constantFrom("new", "refine"),
    filters: fc.record({ skills: fc.array(text) }, { requiredKeys: [] }),
    query: text,
  }),
  fc.record({ kind: fc.constant("compare"), ranks: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("unclear"), reason: fc.constant("no-such-rank"), rank: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: ["kind", "reason"] }),
  fc.record({ kind: fc.constant("small-talk"), topic: fc.constantFrom("greeting", "help") }),
) as fc.Arbitrary<EventOf<"intent-understood">["intent"]>;

const titled: Made<"title"> = fc.record({ type: fc.constant("title"), title: text });
const stepStarted: Made<"step-start"> = fc.record({ type: fc.constant("step-start"), step });
const stepEnded: Made<"step-end"> = fc.record({ type: fc.constant("step-end"), step });
const understood: Made<"intent-understood"> = fc.record({ type: fc.constant("intent-understood"), intent, assumptions: fc.array(text, { maxLength: 2 }) });
const found: Made<"matches-found"> = fc.record({
  type: fc.constant("matches-found"),
  payloadType: fc.constantFrom("jobs", "candidates"),
  indexVersion: text,
  degraded,
  items: fc.array(match, { maxLength: 2 }),
});
const textStarted: Made<"text-start"> = fc.record({ type: fc.constant("text-start"), messageId: text });
const words: Made<"text-delta"> = fc.record({ type: fc.constant("text-delta"), text });
const textEnded: Made<"text-end"> = fc.record({ type: fc.constant("text-end"), messageId: text });
const toolCalled: Made<"tool-call"> = fc.record({ type: fc.constant("tool-call"), callId: text, name: text, input });
const toolAnswered: Made<"tool-result"> = fc.record({ type: fc.constant("tool-result"), callId: text, name: text, found: maybe(fc.nat()) });
const noticed: Made<"notice"> = fc.record({ type: fc.constant("notice"), code: text, text });
const failed: Made<"turn-error"> = fc.record(
  { type: fc.constant("turn-error"), code: fc.constantFrom(...ERROR_CODES), message: text, hint: text, retryable: fc.boolean() },
  { requiredKeys: ["type", "code", "message", "retryable"] },
);
const ended = fc.record({
  type: fc.constant("turn-end"),
  message: fc.record({ id: text, status: fc.constantFrom("complete", "cancelled") }),
  usage: fc.record({ input: fc.nat(), output: fc.nat(), cached: fc.nat() }),
  costUsd: maybe(amount),
  latency: fc.record({ first_event: amount, first_token: maybe(amount), total: amount }),
  cache: fc.constantFrom("hit", "miss", "off"),
  degraded,
  citations: fc.array(fc.record({ n: fc.integer({ min: 1, max: 9 }), id: text }), { maxLength: 2 }),
  model: text,
});

const heard = fc.oneof(
  { weight: 4, arbitrary: words },
  ...[titled, stepStarted, stepEnded, understood, found, textStarted, textEnded, toolCalled, toolAnswered, noticed].map((arbitrary) => ({
    weight: 1,
    arbitrary: arbitrary as fc.Arbitrary<TurnEvent>,
  })),
);

const turn = fc
  .record({ turnId: fc.uuid(), messageId: text, clientMessageId: text, text, heard: fc.array(heard, { maxLength: 20 }), end: fc.oneof(ended, failed) })
  .map(({ turnId, heard, end, ...asked }): { turnId: string; events: TurnEvent[] } => ({
    turnId,
    events: [{ type: "turn-start", sessionId: SESSION, turnId, ...asked, created: false, duplicate: false }, ...heard, whole(heard, end)],
  }));

/** What a turn ends with tells again what was heard. */
function whole(heard: readonly TurnEvent[], end: typeof ended | typeof failed extends fc.Arbitrary<infer E> ? E : never): TurnEvent {
  if (end.type === "turn-error") return end;
  const said = heard.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  return { ...end, message: { ...end.message, text: said, matches: heard.flatMap((event) => (event.type === "matches-found" ? event.items : [])) } };
}

/** The log of one session: whole turns, one after the other. */
export const loggedTurns: fc.Arbitrary<LoggedEvent[]> = fc
  .record({ turns: fc.array(turn, { minLength: 1, maxLength: 3 }), after: fc.nat({ max: 1_000 }), at: fc.nat() })
  .map(({ turns, after, at }) =>
    turns
      .flatMap(({ turnId, events }) => events.map((event) => ({ turnId, event })))
      .map((entry, index) => ({ seq: after + index + 1, at: at + index, ...entry })),
  );
