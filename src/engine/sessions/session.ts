import { z } from "zod";
import { Role } from "../catalog/records.ts";
import { SearchState } from "../intent/intent.ts";

export const SessionStatus = z.enum(["active", "ended"]);

export const Session = z.object({
  session_id: z.uuid(),
  user_id: z.string(),
  role: Role,
  status: SessionStatus,
  title: z.string(),
  last_interaction_at: z.iso.datetime(),
  summary: z.string().nullable(),
  /** Messages up to this `seq` are covered by the summary. */
  summary_through_seq: z.number().int(),
  /** Reseeds the turn log's sequence when the log is lost. */
  last_event_seq: z.number().int(),
  search_state: SearchState.nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Session = z.infer<typeof Session>;

export const MessageStatus = z.enum(["complete", "cancelled", "interrupted", "failed"]);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Feedback = z.object({ rating: z.enum(["up", "down"]), text: z.string().optional() });
export type Feedback = z.infer<typeof Feedback>;

export const StoredMessage = z.object({
  message_id: z.string(),
  session_id: z.uuid(),
  user_id: z.string(),
  /** Position in the session, from 1. */
  seq: z.number().int().positive(),
  turn_id: z.string(),
  /** Given by the client; an answer's is `{turn_id}:answer`. */
  client_message_id: z.string(),
  role: z.enum(["user", "assistant"]),
  payload_type: z.enum(["text", "jobs", "candidates"]),
  text: z.string(),
  structured: z.record(z.string(), z.unknown()).nullable(),
  tokens_used: z.number().int().nullable(),
  usage: z.object({ input: z.number(), output: z.number(), cached: z.number() }).nullable(),
  cost_usd: z.number().nullable(),
  model: z.string().nullable(),
  status: MessageStatus,
  /** Of an answer. */
  feedback: Feedback.nullable(),
  created_at: z.iso.datetime(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

export type SessionSummary = Pick<Session, "session_id" | "role" | "user_id" | "title" | "status" | "last_interaction_at">;
export interface SessionDetail {
  session: Session;
  messages: StoredMessage[];
}
