import { lookupKey, vocabulary } from "./skills/vocabulary.ts";

export { type SkillHit, findSkills } from "./skills/find.ts";

/** What people put around the name of a skill in a list of skills. */
const LEADING =
  /^(?:(?:very|advanced|basic|strong|good|solid|expert|intermediate|hands-on|proven|certified|experience (?:in|with|of)|knowledge of|level \d|\d\+? years(?: of)?)\s+)+/i;
const TRAILING =
  /(?:\s*\([^)]*\)|\s+(?:skills?|experience|knowledge|programming|proficiency|certificate|certification|certified|qualification|qualified|training|level \d|card|tools?))+$/i;

/** The canonical name of a skill by any of its names; case, punctuation and diacritics do not matter. "MS Excel (advanced)" is Excel. */
export function canonicalSkill(name: string): string | null {
  const { canonical } = vocabulary();
  const exact = canonical.get(lookupKey(name)) ?? canonical.get(lookupKey(name.trim().replace(LEADING, "").replace(TRAILING, "")));
  if (exact) return exact;
  const choices = name.split("/").map((choice) => canonical.get(lookupKey(choice)));
  return choices.length > 1 && choices.every((choice) => choice !== undefined) ? choices[0]! : null;
}

/** Skills one step away, e.g. another framework of the same kind; the relation is symmetric. */
export function relatedSkills(skill: string): readonly string[] {
  return vocabulary().related.get(canonicalSkill(skill) ?? skill) ?? [];
}

/** Other ways to write a skill, without its canonical name. */
export function aliasesOf(skill: string): readonly string[] {
  return vocabulary().aliases.get(canonicalSkill(skill) ?? skill) ?? [];
}

/** Every canonical name. */
export function skillNames(): readonly string[] {
  return vocabulary().names;
}
