/** The name that most likely was meant, if any is close: at most two slips, or one name begins with the other. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const ranked = names.map((name) => ({ name, slips: name.startsWith(typed) && typed !== "" ? 0 : slips(typed, name) })).toSorted((a, b) => a.slips - b.slips);
  const best = ranked[0];
  return best && best.slips <= Math.min(2, Math.ceil(typed.length / 2)) ? best.name : null;
}

/** Edit distance where a swap of two neighbours counts as one (optimal string alignment). */
function slips(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const change = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY;
      rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, change, swap);
    }
  }
  return rows[a.length]![b.length]!;
}
