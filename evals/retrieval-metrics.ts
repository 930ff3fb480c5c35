/** nDCG with binary relevance, the ideal over all relevant documents cut at k. */
export function ndcgAt(k: number, ids: readonly string[], relevant: ReadonlySet<string>): number {
  const gain = (rank: number) => 1 / Math.log2(rank + 1);
  let ideal = 0;
  for (let rank = 1; rank <= Math.min(k, relevant.size); rank += 1) ideal += gain(rank);
  const found = ids.slice(0, k).reduce((sum, id, index) => sum + (relevant.has(id) ? gain(index + 1) : 0), 0);
  return ideal === 0 ? 0 : found / ideal;
}

export function recallAt(k: number, ids: readonly string[], relevant: ReadonlySet<string>): number {
  return relevant.size === 0 ? 0 : ids.slice(0, k).filter((id) => relevant.has(id)).length / relevant.size;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Percentile bootstrap over queries, seeded: the same values give the same interval. */
export function bootstrapInterval(values: readonly number[], resamples = 2000): [number, number] {
  let state = 42;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const means = Array.from({ length: resamples }, () => mean(values.map(() => values[Math.floor(random() * values.length)]!))).toSorted((a, b) => a - b);
  return [means[Math.floor(resamples * 0.025)]!, means[Math.floor(resamples * 0.975)]!];
}
