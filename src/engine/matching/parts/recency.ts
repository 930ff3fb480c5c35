import type { Subject } from "../subject.ts";

const HALF_LIFE_MS = 30 * 86_400_000;

export function recencyPart(subject: Subject, now: Date): number | null {
  return subject.dated === undefined ? null : 2 ** (-Math.max(0, now.getTime() - subject.dated) / HALF_LIFE_MS);
}
