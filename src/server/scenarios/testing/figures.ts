/** What a scenario measures and counts, to be read by whoever runs it to the full. */
export interface Figures {
  time(what: string, ms: number): void;
  count(what: string): void;
  counted(what: string): number;
  /** The longest of them; 0 where nothing was timed. */
  longest(what: string): number;
  print(title: string): void;
}

export function figures(): Figures {
  const times = new Map<string, number[]>();
  const counts = new Map<string, number>();
  const at = (sorted: readonly number[], part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  return {
    time: (what, ms) => void times.set(what, [...(times.get(what) ?? []), ms]),
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    counted: (what) => counts.get(what) ?? 0,
    longest: (what) => Math.max(0, ...(times.get(what) ?? [])),
    print(title) {
      const timed = [...times].map(([what, all]) => {
        const sorted = all.toSorted((one, other) => one - other);
        return `${what}: ${sorted.length} times, p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, max ${at(sorted, 1)} ms`;
      });
      const counted = [...counts].map(([what, times]) => `${what}: ${times}`);
      process.stderr.write(`${title}: ${[...timed, ...counted].join("; ")}\n`);
    },
  };
}
