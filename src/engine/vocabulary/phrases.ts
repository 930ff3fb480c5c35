import { type Token, tokenize } from "./tokens.ts";

/** What is stored under one phrase that the text spells from the asked token on. */
export interface PhraseMatch<T> {
  values: readonly T[];
  /** Index of the phrase's last token. */
  last: number;
  /** The text has the plural of the phrase's last word. */
  plural: boolean;
}

interface Node<T> {
  next?: Map<string, Node<T>>;
  values?: T[];
}

const NONE: readonly never[] = [];
const NO_PLURAL = /(?:ss|us|is)$/;

/** "shifts" to "shift", "batteries" to "battery"; null where the word is no plural. */
export function singular(word: string): string | null {
  if (word.length < 4 || !word.endsWith("s") || NO_PLURAL.test(word)) return null;
  return word.endsWith("ies") && word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

/** The words of a phrase as the index and the texts it is matched with spell them. */
export const wordsOf = (phrase: string): string[] => tokenize(phrase).map(({ key }) => key);

/** A dictionary of phrases, looked up word by word. */
export class PhraseIndex<T> {
  readonly #root: Node<T> = {};

  add(words: readonly string[], value: T): void {
    let node = this.#root;
    for (const key of words) {
      node.next ??= new Map();
      let next = node.next.get(key);
      if (!next) node.next.set(key, (next = {}));
      node = next;
    }
    (node.values ??= []).push(value);
  }

  /** The phrases that start at token `first`, the longest before the shorter ones. */
  at(tokens: readonly Token[], first: number): readonly PhraseMatch<T>[] {
    let found: PhraseMatch<T>[] | undefined;
    let node: Node<T> | undefined = this.#root;
    for (let last = first; last < tokens.length && node?.next; last++) {
      const { key, joined } = tokens[last]!;
      if (last > first && !joined) break;
      let next: Node<T> | undefined = node.next.get(key);
      let plural = false;
      if (!next) {
        const base = singular(key);
        next = base === null ? undefined : node.next.get(base);
        plural = true;
      }
      if (next?.values) (found ??= []).unshift({ values: next.values, last, plural });
      node = next;
    }
    return found ?? NONE;
  }
}
