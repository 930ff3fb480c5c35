import { type Embedder, offlineEmbedder } from "../retrieval/embedder.ts";

export interface PaidEmbedder extends Embedder {
  /** Every text that was paid for, in order. */
  readonly texts: string[];
}

/** Offline vectors under the name of a model that costs money; `refuse` fails a call instead of answering it. */
export function paidEmbedder({ refuse = () => false }: { refuse?: () => boolean } = {}): PaidEmbedder {
  const offline = offlineEmbedder();
  const texts: string[] = [];
  const pay = (paid: readonly string[]) => {
    if (refuse()) throw new Error("The embedding model is down.");
    texts.push(...paid);
  };
  return {
    ...offline,
    model: "text-embedding-3-large",
    texts,
    async embedDocuments(batch) {
      pay(batch);
      return offline.embedDocuments(batch);
    },
    async embedQuery(text) {
      pay([text]);
      return offline.embedQuery(text, new Map());
    },
  };
}
