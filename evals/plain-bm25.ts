const K1 = 1.2;
const B = 0.75;

/** Textbook BM25 over lower-cased words: the baseline that any retrieval has to beat. */
export function plainBm25(documents: readonly { id: string; text: string }[]): (query: string, k: number) => string[] {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const bags = documents.map(({ id, text }) => {
    const counts = new Map<string, number>();
    const all = words(text);
    for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { id, counts, length: all.length };
  });
  const averageLength = bags.reduce((sum, { length }) => sum + length, 0) / bags.length;
  const holding = new Map<string, number>();
  for (const { counts } of bags) for (const word of counts.keys()) holding.set(word, (holding.get(word) ?? 0) + 1);
  return (query, k) =>
    bags
      .map(({ id, counts, length }) => {
        let score = 0;
        for (const word of words(query)) {
          const count = counts.get(word) ?? 0;
          const documentsWith = holding.get(word) ?? 0;
          const idf = Math.log(1 + (bags.length - documentsWith + 0.5) / (documentsWith + 0.5));
          score += (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength));
        }
        return { id, score };
      })
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, k)
      .map(({ id }) => id);
}
