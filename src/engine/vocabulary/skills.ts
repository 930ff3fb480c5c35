import { foldName } from "./fold.ts";
import { PhraseIndex } from "./phrases.ts";
import { AREAS } from "./skills/areas.ts";
import { looksLikeSkill, readsAsSkill } from "./skills/context.ts";
import { type SkillEntry, plainName, skillEntries } from "./skills/entries.ts";
import { type Token, tokenize } from "./tokens.ts";

/** `start` and `end` are offsets into the scanned text. */
export interface SkillHit {
  skill: string;
  start: number;
  end: number;
  text: string;
}

const names: string[] = [];
const aliases = new Map<string, string[]>();
const canonical = new Map<string, string>();
const related = new Map<string, string[]>();
const index = new PhraseIndex<SkillEntry>();

const lookupKey = (name: string): string => foldName(name).replaceAll(" ", "");

for (const area of AREAS) {
  for (const marked of Object.keys(area.skills)) {
    const name = plainName(marked);
    names.push(name);
    aliases.set(name, []);
    canonical.set(lookupKey(name), name);
  }
}
for (const area of AREAS) {
  for (const entry of skillEntries(area)) {
    const key = lookupKey(entry.phrase);
    if (!canonical.has(key)) canonical.set(key, entry.skill);
    if (entry.phrase !== entry.skill) aliases.get(entry.skill)!.push(entry.phrase);
    if (entry.inText) index.add(entry.phrase, entry);
  }
  for (const group of area.related) {
    const members = group.split(",").map((member) => member.trim());
    for (const member of members) {
      const others = related.get(member) ?? [];
      related.set(member, [...new Set([...others, ...members.filter((other) => other !== member)])]);
    }
  }
}

/** The canonical name of a skill by any of its names; case, punctuation and diacritics do not matter. */
export function canonicalSkill(name: string): string | null {
  return canonical.get(lookupKey(name)) ?? null;
}

/** The skills a text names, in order of appearance and without overlap; of two that start together the longer one wins. */
export function findSkills(text: string): SkillHit[] {
  const tokens = tokenize(text);
  const hits: SkillHit[] = [];
  for (let first = 0; first < tokens.length; first++) {
    for (const { values, last, plural } of index.at(tokens, first)) {
      const near = { before: hits.at(-1)?.end ?? -1, after: () => nextSkill(text, tokens, last + 1) };
      const entry = values.find((value) => readsAsSkill(text, tokens, first, last, plural, value, near));
      if (!entry) continue;
      const { start } = tokens[first]!;
      const { end } = tokens[last]!;
      hits.push({ skill: entry.skill, start, end, text: text.slice(start, end) });
      first = last;
      break;
    }
  }
  return hits;
}

/** Where a skill starts at or right after token `at` (with a bare "and" between), or -1; everyday words count when written as names. */
function nextSkill(text: string, tokens: Token[], at: number): number {
  const key = tokens[at]?.key;
  const first = key === "and" || key === "or" ? at + 1 : at;
  if (first >= tokens.length) return -1;
  const hit = index
    .at(tokens, first)
    .some(({ values, last, plural }) => values.some((entry) => looksLikeSkill(text, tokens, first, last, plural, entry)));
  return hit ? tokens[first]!.start : -1;
}

/** Skills one step away, e.g. another framework of the same kind; the relation is symmetric. */
export function relatedSkills(skill: string): readonly string[] {
  return related.get(canonicalSkill(skill) ?? skill) ?? [];
}

/** Other ways to write a skill, without its canonical name. */
export function aliasesOf(skill: string): readonly string[] {
  return aliases.get(canonicalSkill(skill) ?? skill) ?? [];
}

/** Every canonical name of the vocabulary. */
export function skillNames(): readonly string[] {
  return names;
}
