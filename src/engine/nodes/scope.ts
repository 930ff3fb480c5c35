import type { Role } from "../catalog/records.ts";
import type { Intent } from "../intent/intent.ts";

/** Whether an intent is about records at all; the rest is answered without a search or a model. */
export function needsRecords({ kind }: Intent): boolean {
  return kind === "search" || kind === "more" || asksAboutListed(kind);
}

export function asksAboutListed(kind: Intent["kind"]): boolean {
  return kind === "detail" || kind === "compare" || kind === "explain" || kind === "gaps";
}

export function payloadType(role: Role): "jobs" | "candidates" {
  return role === "job_seeker" ? "jobs" : "candidates";
}
