import { stemmer } from "stemmer";

/** Words repeat: a corpus of any size has few enough of them to remember. */
const REMEMBERED = 100_000;
const stems = new Map<string, string>();

/** Porter's stem of a folded word. */
export function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    if (stems.size >= REMEMBERED) stems.clear();
    stem = stemmer(word);
    stems.set(word, stem);
  }
  return stem;
}
