import { type SkillHit, findSkills } from "../vocabulary/skills.ts";
import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";
import { isOccupation } from "./occupations.ts";
import { namesTrade } from "./trades.ts";

const KNOWING =
  /\b(?:[Ww]ho )?(?:know(?:s|ing)?|proficient (?:in|with)|skilled (?:in|with|at)|certified in|expert(?:s|ise)? in|familiar with|fluent in|hands-on with|knowledge of|[Ee]xperience (?:with|in|of|using)|[Ee]xperienced (?:with|in)|[Uu]s(?:es|ing)) ((?:[A-Z][\w+#.]*[A-Z0-9+#][\w+#.]*|[A-Z]{2,}[\w+#]*|[A-Z][a-z]\w*(?: [A-Z0-9][\w+#]*){0,2}))/g;

/** "A biology degree" is an education, not the skill. */
const DEGREE_AFTER = /^ (?:\w+ )?(?:degrees?|diploma|bachelor'?s|master'?s|phd)\b/;
/** Where a lower-case word that may be a skill ("no nights", "without react") can hardly be anything else. */
const BLUNT =
  /(?:\b(?:not|no|without|avoid|except|know|knows|but not|or not|only) |^)([a-z][\w+#.]*)(?=$|[,.;!?\n]| (?:but|and|or|please|only)\b)|\b(nights)\b(?! out)/g;

/** Skills of the vocabulary. A job title among them ("scrub nurse") is a topic, not a demand. */
export function findTopics(draft: Draft): SkillHit[] {
  const hits = findSkills(draft.text).filter((hit) => draft.isLeft(hit));
  for (const match of draft.lower.matchAll(BLUNT)) {
    const text = (match[1] ?? match[2]!).replace(/\.$/, "");
    const start = match.index + match[0].lastIndexOf(text);
    const span = { start, end: start + text.length };
    const [hit] = findSkills(`using ${text}`);
    if (hit?.text === text && draft.isOpen(span) && !hits.some((other) => other.start < span.end && span.start < other.end)) hits.push({ ...hit, ...span });
  }
  hits.sort((a, b) => a.start - b.start);
  for (const hit of hits) draft.keep(hit);
  return hits.filter((hit) => !isTitle(hit.text));
}

/** Skills the message asks for, with those the vocabulary lacks where the words around call them one ("who know Zuora"). */
export function readSkills(draft: Draft, topics: readonly SkillHit[]): Mention[] {
  const mentions: Mention[] = [];
  for (const hit of topics) {
    if (!draft.isLeft(hit)) continue;
    mentions.push({
      kind: "skill",
      name: hit.skill,
      trade: namesTrade(draft.lower, hit) || DEGREE_AFTER.test(draft.lower.slice(hit.end, hit.end + 24)),
      start: hit.start,
      end: hit.end,
    });
  }
  for (const match of draft.text.matchAll(KNOWING)) {
    const name = match[1]!.replace(/[.,]+$/, "");
    const start = match.index + match[0].length - match[1]!.length;
    const span = { start, end: start + name.length };
    if (!draft.isOpen(span) || isTitle(name)) continue;
    draft.keep(span);
    mentions.push({ kind: "skill", name, trade: false, ...span });
  }
  return mentions;
}

const isTitle = (text: string): boolean => isOccupation(text.toLowerCase().split(/[ /]/).at(-1)!);
