import { randomUUID } from "node:crypto";
import { type Match, RolecallError, type SendMessage, type SessionDetail, type StoredMessage, type TurnEvent } from "../../engine/index.ts";
import type { ChatEngine } from "./chat-engine.ts";
import { sampleCandidates, sampleJobs } from "./fake-matches.ts";

/** What the fake engine does in a turn: tell an event, or wait. */
export type Step = TurnEvent | { type: "wait"; ms: number };
export type Script = (message: SendMessage) => Step[];

type TurnEnd = Extract<TurnEvent, { type: "turn-end" }>;

/** Test support: an engine that follows a script, keeps what was said in memory, and stops when its signal says so. */
export function createFakeEngine(options: { script?: Script; sessions?: SessionDetail[] } = {}): ChatEngine & { sent: SendMessage[] } {
  const script = options.script ?? (() => turn("Here you are."));
  const sessions = new Map((options.sessions ?? []).map((detail) => [detail.session.session_id, detail]));
  const sent: SendMessage[] = [];

  const open = (message: SendMessage): SessionDetail => {
    const known = message.sessionId === undefined ? undefined : sessions.get(message.sessionId);
    if (known) return known;
    const detail = sampleSession(message, message.sessionId ?? randomUUID());
    sessions.set(detail.session.session_id, detail);
    return detail;
  };
  return {
    sent,
    description: { store: "embedded", chatModel: "offline", embeddings: "offline-lexical", offline: true },
    async *send(message) {
      sent.push(message);
      const detail = open(message);
      const turnId = randomUUID();
      detail.messages.push(storedMessage(detail, "user", message.text, turnId));
      let said = "";
      let found: Match[] = [];
      for (const step of script(message)) {
        if (message.signal?.aborted) break;
        if (step.type === "wait") {
          await pause(step.ms, message.signal);
          continue;
        }
        if (step.type === "text-delta") said += step.text;
        if (step.type === "matches-found") found = step.items;
        if (step.type === "turn-end" && !message.signal?.aborted) {
          detail.messages.push({ ...storedMessage(detail, "assistant", said, turnId), structured: { matches: found } });
          detail.session.search_state = { filters: { remote: ["remote"] }, query: message.text, shown: found.map(({ id }) => id), page: [] };
        }
        yield step.type === "turn-start" ? { ...step, sessionId: detail.session.session_id, turnId } : withAnswer(step, said, found);
      }
      if (message.signal?.aborted) yield { ...end, message: { id: turnId, text: said, status: "cancelled", matches: found } };
    },
    sessions: {
      async list({ userId, role }) {
        const own = [...sessions.values()].map(({ session }) => session).filter((session) => session.user_id === userId && session.role === role);
        return own.toReversed();
      },
      async show(_actor, id) {
        const detail = sessions.get(id);
        if (!detail) throw new RolecallError("not_found", `There is no session ${id}.`, { hint: "rolecall sessions list shows them." });
        return detail;
      },
    },
    async counts() {
      return { jobs: 480, resumes: 320, employers: 40 };
    },
  };
}

export const start: TurnEvent = {
  type: "turn-start",
  sessionId: "",
  turnId: "",
  messageId: "m",
  clientMessageId: "c",
  text: "",
  created: true,
  duplicate: false,
};

export const end: TurnEnd = {
  type: "turn-end",
  message: { id: "a", text: "", status: "complete", matches: [] },
  usage: { input: 900, output: 310, cached: 512 },
  costUsd: 0.0004,
  latency: { first_event: 4, first_token: 212, total: 1380 },
  cache: "miss",
  degraded: [],
  citations: [],
  model: "offline",
};

/** A whole turn that says `answer`, a few characters at a time. */
export function turn(answer: string, options: { matches?: Match[]; waitMs?: number; end?: Partial<TurnEnd> } = {}): Step[] {
  const pieces = answer.match(/[^]{1,7}/g) ?? [];
  const { matches = [], waitMs = 0 } = options;
  const wait: Step[] = waitMs > 0 ? [{ type: "wait", ms: waitMs }] : [];
  const kind = matches[0]?.kind === "candidate" ? "candidates" : "jobs";
  return [
    start,
    ...wait,
    { type: "intent-understood", intent: { kind: "search", mode: "new", filters: {}, query: "" }, assumptions: [] },
    ...wait.flatMap((step) => Array.from({ length: 10 }, () => step)),
    ...(matches.length > 0 ? [{ type: "matches-found", payloadType: kind, indexVersion: "1", degraded: [], items: matches } satisfies Step] : []),
    ...pieces.flatMap((text): Step[] => [...wait, { type: "text-delta", text }]),
    { ...end, ...options.end },
  ];
}

export function sampleSession({ userId, role, text }: Pick<SendMessage, "userId" | "role" | "text">, id: string): SessionDetail {
  const now = new Date().toISOString();
  return {
    session: {
      session_id: id,
      user_id: userId,
      role,
      status: "active",
      title: text.slice(0, 60),
      last_interaction_at: now,
      summary: null,
      summary_through_seq: 0,
      last_event_seq: 0,
      search_state: null,
      created_at: now,
      updated_at: now,
    },
    messages: [],
  };
}

export function storedMessage(detail: SessionDetail, role: "user" | "assistant", text: string, turnId: string): StoredMessage {
  return {
    message_id: randomUUID(),
    session_id: detail.session.session_id,
    user_id: detail.session.user_id,
    seq: detail.messages.length + 1,
    turn_id: turnId,
    client_message_id: role === "user" ? randomUUID() : `${turnId}:answer`,
    role,
    payload_type: "text",
    text,
    structured: null,
    tokens_used: null,
    usage: role === "assistant" ? end.usage : null,
    cost_usd: role === "assistant" ? end.costUsd : null,
    model: role === "assistant" ? "offline" : null,
    status: "complete",
    feedback: null,
    created_at: new Date().toISOString(),
  };
}

export { sampleCandidates, sampleJobs };

function withAnswer(event: TurnEvent, text: string, matches: Match[]): TurnEvent {
  if (event.type !== "turn-end") return event;
  return {
    ...event,
    message: { ...event.message, text: event.message.text || text, matches: event.message.matches.length > 0 ? event.message.matches : matches },
  };
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal?.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
