import { type SkillHit, canonicalSkill, findSkills } from "../vocabulary/skills.ts";
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
  /(?:\b(?:not|no|without|avoid|except|know|knows|but not|or not|only) |^)([a-z][\w+#.]*)(?! out\b)(?=$|[,.;!?\n]| (?:but|and|or|please|only|is|isn't|not|required|essential|preferred|instead)\b)|\b(nights)\b(?! out)/g;

/** A "senior care assistant" is a senior one, "senior care" alone is care of the old. */
const SENIOR_CARE = /^senior care$/i;
const CARE_TITLE_AFTER = /^ (?:assistant|worker|coordinator|practitioner|officer)s?\b/;

/** Skills of the vocabulary. A job title among them ("scrub nurse") is a topic, not a demand. */
export function findTopics(draft: Draft): SkillHit[] {
  const hits = findSkills(draft.text).filter(
    (hit) =>
      draft.isLeft(hit) &&
      !(/^nights$/i.test(hit.text) && draft.lower.startsWith(" out", hit.end)) &&
      !(SENIOR_CARE.test(hit.text) && CARE_TITLE_AFTER.test(draft.lower.slice(hit.end, hit.end + 16))),
  );
  for (const match of draft.lower.matchAll(BLUNT)) {
    const text = (match[1] ?? match[2]!).replace(/\.$/, "");
    const start = match.index + match[0].lastIndexOf(text);
    const span = { start, end: start + text.length };
    const [hit] = findSkills(`using ${text}`);
    if (hit?.text === text && draft.isOpen(span) && !hits.some((other) => other.start < span.end && span.start < other.end)) hits.push({ ...hit, ...span });
  }
  hits.sort((a, b) => a.start - b.start);
  for (const hit of hits) draft.keep(hit);
  return hits.filter((hit) => !isTitle(hit.text) || isTool(hit));
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

/** Things that are called like people: "language models", "SQL Server", "device drivers". */
const THINGS =
  /(?:models?|servers?|brokers?|controllers?|mechanics|devops|device drivers?|kubernetes operators?|docker|playwright|experience manager|college of teachers?)$/i;

/** "JS developer" names JavaScript, "scrub nurse" names a trade. */
const isTool = ({ skill, text }: SkillHit): boolean =>
  THINGS.test(text) || text.toLowerCase() === skill.toLowerCase() || canonicalSkill(text.slice(0, Math.max(text.lastIndexOf(" "), 0))) === skill;

const isTitle = (text: string): boolean => isOccupation(text.toLowerCase().split(/[ /]/).at(-1)!);
