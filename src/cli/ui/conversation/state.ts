import type { Actor, EventOf, Match, Role, SessionSummary } from "../../../engine/index.ts";
import type { AnswerBlock } from "../text/answer-blocks.ts";
import type { Totals } from "./totals.ts";

export interface ChatUser {
  role: Role;
  userId: string;
  label: string;
}

export type Fact = [label: string, text: string];

/** What the chat shows once and never changes again. */
export type Entry =
  /** `model` is the server's address where a server has not told its model yet. */
  | { kind: "welcome"; user: ChatUser; model: string; offline: boolean; notice: string | null }
  | { kind: "message"; text: string }
  | { kind: "matches"; matches: readonly Match[] }
  | ({ kind: "answer" } & AnswerBlock)
  | { kind: "remark"; text: string }
  | { kind: "turn-label"; text: string }
  | { kind: "error"; message: string; hint: string | null }
  | { kind: "facts"; title: string; rows: readonly Fact[]; note: string | null }
  | { kind: "detail"; match: Match }
  | { kind: "why"; match: Match };

export type FinishedTurn = Pick<EventOf<"turn-end">, "usage" | "costUsd" | "latency" | "cache" | "degraded" | "model">;

/** What a running turn is at. */
export interface Activity {
  label: string;
  stopping: boolean;
}

/** A message that waits for its turn. `shown` stands for it on the screen. */
export interface Draft {
  text: string;
  shown: string;
}

export interface ConversationState {
  actor: Actor;
  user: ChatUser;
  sessionId: string | null;
  entries: readonly Entry[];
  /** Null: nothing runs. */
  activity: Activity | null;
  /** The part of the answer that can still change. */
  unfinished: AnswerBlock;
  queued: Draft | null;
  /** The last matches shown, as `/match` and `/why` count them. */
  matches: readonly Match[];
  totals: Totals;
  lastTurn: FinishedTurn | null;
  lastMessage: Draft | null;
  /** As `/sessions` numbered them. */
  listed: readonly SessionSummary[];
  /** Set when the chat is over. */
  exitCode: number | null;
}

export const NOTHING_UNFINISHED: AnswerBlock = { markdown: "", tight: false };
