import type { ErrorCode } from "../errors.ts";
import type { Degradation } from "../events.ts";

/** What users lose while a dependency is down; without the catalogue or the history no turn can be taken. */
export type Part = "catalogue" | "history" | "turn-log" | "session-lock" | Degradation;

export type DependencyName = "embedded-store" | "mongodb" | "chroma" | "redis" | "embeddings" | "chat-model";

export interface Dependency {
  name: DependencyName;
  /** `recovering`: the next call, or one under way, finds out whether it is back. */
  state: "up" | "down" | "recovering";
  /** Since when it is up, or when its outage began. */
  since: Date;
  /** Of the last failure, while it is not up. */
  lastError?: ErrorCode;
  serves: readonly Part[];
}

export interface Policy {
  label: string;
  serves: readonly Part[];
  /** What a call is answered with that the dependency left unanswered. */
  code: "storage_unavailable" | "model_unavailable";
  /** The longest wait for one call; null where the client of the dependency keeps its own. */
  timeoutMs: number | null;
  /** Failures in a row that make it count as down. */
  failures: number;
  /** How long it is left alone before one call tries it again. */
  restMs: number;
}

const store = { code: "storage_unavailable", failures: 3, restMs: 2_000 } as const;
/** A failed call of a model has been repeated by its client already, each time up to its own time limit. */
const model = { code: "model_unavailable", failures: 2 } as const;

export const POLICIES: Record<DependencyName, Policy> = {
  "embedded-store": { ...store, label: "The embedded store", serves: ["catalogue", "history"], timeoutMs: 5_000 },
  mongodb: { ...store, label: "MongoDB", serves: ["catalogue", "history"], timeoutMs: 5_000 },
  chroma: { ...store, label: "ChromaDB", serves: ["vector-index"], timeoutMs: 3_000 },
  redis: { ...store, label: "Redis", serves: ["cache", "turn-log", "session-lock"], restMs: 1_000, timeoutMs: 1_000 },
  embeddings: { ...model, label: "The embedding model", serves: ["embeddings"], timeoutMs: 10_000, restMs: 5_000 },
  "chat-model": { ...model, label: "The chat model", serves: ["chat-model"], timeoutMs: 30_000, restMs: 10_000 },
};
