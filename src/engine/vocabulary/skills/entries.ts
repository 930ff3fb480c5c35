import { spellings } from "../spellings.ts";
import type { SkillArea } from "./area.ts";

/** One way to write a skill, and what running text must show before it counts. */
export interface SkillEntry {
  skill: string;
  phrase: string;
  exactCase: boolean;
  /** `word`: an everyday word, `name`: an everyday word unless capitalised inside a sentence, `none`: unmistakable. */
  ambiguity: "none" | "name" | "word";
  /** Whether it may stand next to a number; "CAD 90,000" is money. */
  besideNumber: boolean;
  /** False for names that only serve the lookup. */
  inText: boolean;
}

const MARKED = /^([=?^!#]*)(.+)$/s;

/** A name without its marks. */
export const plainName = (written: string): string => MARKED.exec(written)?.[2] ?? written;

function entry(skill: string, written: string): SkillEntry {
  const [, marks = "", phrase = written] = MARKED.exec(written) ?? [];
  return {
    skill,
    phrase,
    exactCase: marks.includes("="),
    ambiguity: marks.includes("?") ? "word" : marks.includes("^") ? "name" : "none",
    besideNumber: !marks.includes("#"),
    inText: !marks.includes("!"),
  };
}

/** "Night shifts" is read as "night shift" too; one word alone is not, so that "Sales" stays apart from "sale". */
const numbers = (phrase: string): string[] =>
  /[ -]\S*[a-z]{3}s$/.test(phrase) && !/(?:ss|us|is|ics)$/.test(phrase) ? [phrase, phrase.replace(/ies$/, "y").replace(/(?<!y)s$/, "")] : [phrase];

/** Every spelling of every skill of an area, the canonical name before its aliases. */
export function skillEntries(area: SkillArea): SkillEntry[] {
  return Object.entries(area.skills).flatMap(([marked, aliases]) =>
    [marked, ...aliases.split(",")]
      .map((alias) => alias.trim())
      .filter((alias) => alias !== "")
      .map((alias) => entry(plainName(marked), alias))
      .flatMap((base) => numbers(base.phrase).flatMap((form) => spellings(form).map((phrase) => ({ ...base, phrase })))),
  );
}
