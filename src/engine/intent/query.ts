import type { Draft, Span } from "./draft.ts";
import { isNoise, startsTitle } from "./noise.ts";
import { isOccupation } from "./occupations.ts";

interface Word extends Span {
  key: string;
  /** Only a space or hyphen stands between it and the word before, and both were left. */
  joined: boolean;
}

const WORD = /\.?[\p{L}\p{N}][\p{L}\p{M}\p{N}+#&'./-]*/gu;
/** "Work" that names a trade, and "experience" that names a discipline. */
const WORK_BEFORE = /^(?:social|case|youth|metal|steel|sheet|field|ground|brick|stone|iron|wood|street|outreach|lab|care|community|shift|site|design)$/;
const EXPERIENCE_BEFORE = /^(?:user|customer|candidate|guest|patient|employee|digital|member|client)$/;
const IT_AFTER =
  /^(?:support|jobs?|roles?|managers?|technicians?|help|helpdesk|service|specialists?|directors?|consultants?|engineers?|analysts?|admin|administrators?|projects?|security|recruiters?|sales|trainers?|officers?|staff|work|infrastructure|operations|systems?|business|leads?|architects?|positions?)$/;
const NEW_AFTER = /^(?:business|product|build|media|homes?)$/;
/** Little words inside a kept phrase that say nothing by themselves; "head of product" keeps its "of". */
const JOINING = /^(?:the|a|an|with|in|for|who|that|have|has|having|to|or|at|on|i|my|offers?|offering|must)$/;
/** "First line support" and "second shift", but not "my first job". */
const ORDINAL_WORD = /^(?:first|second|third)$/;
/** "Hiring manager" and "people partner" are titles, "hiring nurses" and "people driving lorries" are not. */
const GENERIC_TITLE =
  /^(?:managers?|coordinators?|partners?|specialists?|assistants?|leads?|consultants?|officers?|executives?|directors?|administrators?|advis[eo]rs?|coach(?:es)?|writers?|analysts?|associates?|trainers?|planners?|representatives?|heads?)$/;
const LEVEL_WORD = /^(?:level|class|band|grade|tier|phase|stage|category|cat|key|year|step|part)$/;

/** The words nobody took, without those that only ask. */
export function queryFrom(draft: Draft): string {
  const words = leftWords(draft);
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) if (isTopic(draft, words, at)) kept.push(draft.text.slice(words[at]!.start, words[at]!.end));
  return kept.join(" ");
}

function leftWords(draft: Draft): Word[] {
  const words: Word[] = [];
  for (const match of draft.text.matchAll(WORD)) {
    const trimmed = match[0].replace(/[.'/&-]+$/, "");
    const span = { start: match.index, end: match.index + trimmed.length };
    if (!draft.isLeft(span)) continue;
    const previous = words.at(-1);
    words.push({ ...span, key: trimmed.toLowerCase(), joined: previous !== undefined && /^[ -]$/.test(draft.text.slice(previous.end, span.start)) });
  }
  return words;
}

function isTopic(draft: Draft, words: Word[], at: number): boolean {
  const word = words[at]!;
  const { key } = word;
  const next = words[at + 1]?.joined ? words[at + 1]!.key : "";
  const previous = word.joined ? words[at - 1]!.key : "";
  if (!draft.isOpen(word)) return !JOINING.test(key);
  if (key === "it") return draft.text.slice(word.start, word.end) === "IT" || IT_AFTER.test(next);
  if (/^\d+$/.test(key)) return (LEVEL_WORD.test(previous) && isTopicWord(words[at - 1]!)) || /^(?:st|nd|rd|th)$/.test(next);
  if (LEVEL_WORD.test(key) && /^\d/.test(next)) return true;
  if (key === "work") return WORK_BEFORE.test(previous) || endsInTitle(words, at);
  if (key === "experience") return EXPERIENCE_BEFORE.test(previous) || endsInTitle(words, at);
  if (key === "new") return NEW_AFTER.test(next);
  if (ORDINAL_WORD.test(key)) return next !== "" && !isNoise(next);
  if (key === "help") return next === "desk";
  if (startsTitle(key)) return endsInTitle(words, at);
  if (isNoise(key)) return false;
  return /[\p{L}]/u.test(key) && (key.length > 1 || /^[A-Z]$/.test(draft.text.slice(word.start, word.end)) || key === "c" || key === "r");
}

const isTopicWord = (word: Word): boolean => LEVEL_WORD.test(word.key);

/** Whether the words right after lead to a job title: "candidate experience manager", "staff nurse". */
function endsInTitle(words: Word[], at: number): boolean {
  for (let next = at + 1; next <= at + 3 && words[next]?.joined; next++) {
    const { key } = words[next]!;
    if (words[at]!.key === "staff" ? isOccupation(key) : GENERIC_TITLE.test(key)) return true;
    if (isNoise(key) && !startsTitle(key)) return false;
  }
  return false;
}
