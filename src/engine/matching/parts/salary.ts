import type { Ask } from "../ask.ts";
import type { Subject } from "../subject.ts";

/** Pay this share below the ask is worth nothing. */
const SHORTFALL_TO_ZERO = 0.25;

export function salaryPart(ask: Ask, subject: Subject): number | null {
  if (ask.salary === undefined || subject.salary === undefined) return null;
  const [paid, asked] = subject.kind === "job" ? [subject.salary, ask.salary] : [ask.salary, subject.salary];
  if (asked <= 0) return 1;
  return Math.min(1, Math.max(0, 1 - (1 - paid / asked) / SHORTFALL_TO_ZERO));
}
