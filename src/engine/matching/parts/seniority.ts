import { SENIORITIES, type Seniority } from "../../catalog/records.ts";
import type { Ask } from "../ask.ts";
import type { Subject } from "../subject.ts";

const LEVELS_TO_ZERO = 3;
/** Someone below a job's level fits worse than someone above it. */
const BELOW = 1.5;

export function seniorityPart(ask: Ask, subject: Subject): number | null {
  if (ask.seniority === undefined || subject.seniority === undefined) return null;
  const [job, person] = subject.kind === "job" ? [subject.seniority, ask.seniority] : [ask.seniority, subject.seniority];
  const above = level(person) - level(job);
  return Math.max(0, 1 - (above < 0 ? -above * BELOW : above) / LEVELS_TO_ZERO);
}

function level(seniority: Seniority): number {
  return SENIORITIES.indexOf(seniority);
}
