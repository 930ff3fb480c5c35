import { findSkills } from "../vocabulary/skills.ts";
import { stemOf } from "./stem.ts";
import { isStopWord } from "./stop-words.ts";

/** Raised whenever the same text would give other terms; part of the index version. */
export const ANALYSER_VERSION = "terms-2";

const WORD = /[\p{L}\p{N}]+(?:[+#]+|(?:['’.][\p{L}\p{N}]+)*)/gu;

/** Lower case without diacritics, compatibility forms unified: "Köln" becomes "koln". */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l");
}

/** Folded words in order, stop words included. */
export function words(text: string): string[] {
  return (fold(text).match(WORD) ?? []).map((word) => word.replace(/['’.]s?$|['’.]/gu, ""));
}

/** The index term of a canonical skill, so that "k8s" and "Kubernetes" meet. */
export function skillTerm(skill: string): string {
  return `§${fold(skill).replace(/[^\p{L}\p{N}+#]+/gu, "_")}`;
}

/** The stems of a text in order, without stop words. */
export function stems(text: string): string[] {
  return words(text)
    .filter((word) => !isStopWord(word))
    .map((word) => stemOf(word));
}

/**
 * The one analyser of every store: stems, then a term for each known skill the text names.
 * Terms hold letters, digits, `+`, `#`, `_` and a leading `§` only.
 */
export function terms(text: string): string[] {
  return [...stems(text), ...findSkills(text).map((found) => skillTerm(found.skill))];
}
