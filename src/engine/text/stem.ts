import { stemmer } from "stemmer";

/** Words repeat: a corpus of any size has few enough of them to remember. */
const REMEMBERED = 100_000;
const stems = new Map<string, string>();

/** Words that Porter throws together with others of another meaning: "customs" with "customer", "internal" with "intern". */
const KEPT_APART = new Map(
  Object.entries({
    accountant: "accountant",
    accountants: "accountant",
    accounting: "accountant",
    customs: "customs",
    general: "general",
    internal: "internal",
    international: "international",
    police: "police",
    policing: "police",
  }),
);

/** Porter's stem of a folded word, but for a few words that it would confuse. */
export function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    if (stems.size >= REMEMBERED) stems.clear();
    stem = KEPT_APART.get(word) ?? stemmer(word);
    stems.set(word, stem);
  }
  return stem;
}
