import type { Experience } from "./records.ts";

const MONTHS_A_YEAR = 12;

/** Years covered by the positions held, overlaps counted once; null where no position has a readable start. */
export function yearsWorked(experience: readonly Experience[], now: Date): number | null {
  const present = now.getUTCFullYear() * MONTHS_A_YEAR + now.getUTCMonth() + 1;
  const spans = experience
    .flatMap(({ start, end }) => {
      const from = monthOf(start);
      const until = end === undefined ? present : monthOf(end);
      return from === null || until === null || until < from ? [] : [{ from, until }];
    })
    .toSorted((a, b) => a.from - b.from);
  if (spans.length === 0) return null;
  let months = 0;
  let covered = -Infinity;
  for (const { from, until } of spans) {
    months += Math.max(0, until - Math.max(from, covered));
    covered = Math.max(covered, until);
  }
  return Math.round((months / MONTHS_A_YEAR) * 10) / 10;
}

function monthOf(date: string | undefined): number | null {
  const parts = /^(\d{4})(?:-(\d{2}))?/.exec(date ?? "");
  return parts === null ? null : Number(parts[1]) * MONTHS_A_YEAR + Number(parts[2] ?? 1);
}
