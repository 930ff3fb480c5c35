import { type Token, tokenize } from "../tokens.ts";
import { looksLikeSkill, readsAsSkill } from "./context.ts";
import { FIELDS } from "./fields.ts";
import { vocabulary } from "./vocabulary.ts";

/** `start` and `end` are offsets into the scanned text. */
export interface SkillHit {
  skill: string;
  start: number;
  end: number;
  text: string;
  /** The words name a whole field of work, as a job title does ("HR", "retail"), rather than one thing to be able to do. */
  broad: boolean;
}

/** The skills a text names, in order of appearance and without overlap; of two that start together the longer one wins. */
export function findSkills(text: string): SkillHit[] {
  const { index } = vocabulary();
  const tokens = tokenize(text);
  const hits: SkillHit[] = [];
  for (let first = 0; first < tokens.length; first++) {
    for (const { values, last, plural } of index.at(tokens, first)) {
      const near = { before: hits.at(-1)?.end ?? -1, after: () => nextSkill(text, tokens, last + 1) };
      const entry = values.find((value) => readsAsSkill(text, { tokens, first, last, plural }, value, near));
      if (!entry) continue;
      const { start } = tokens[first]!;
      const { end } = tokens[last]!;
      hits.push({ skill: entry.skill, start, end, text: text.slice(start, end), broad: FIELDS.has(entry.skill) });
      first = last;
      break;
    }
  }
  return hits;
}

/** Where a skill starts at token `at` or after a bare "and" there, or -1; everyday words count when written as names or after a slash. */
function nextSkill(text: string, tokens: readonly Token[], at: number): number {
  const key = tokens[at]?.key;
  const first = key === "and" || key === "or" ? at + 1 : at;
  if (first >= tokens.length) return -1;
  const slashed = text[tokens[first]!.start - 1] === "/";
  const found = vocabulary()
    .index.at(tokens, first)
    .some(({ values, last, plural }) => values.some((entry) => slashed || looksLikeSkill(text, { tokens, first, last, plural }, entry)));
  return found ? tokens[first]!.start : -1;
}
