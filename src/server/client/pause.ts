/**
 * A moment up to a limit that doubles with each attempt, counted from 0: full jitter, so that clients that were cut off together do not
 * come back together.
 */
export function pauseBefore(attempt: number, { leastMs, mostMs, random }: { leastMs: number; mostMs: number; random: () => number }): number {
  return random() * Math.min(mostMs, leastMs * 2 ** attempt);
}
