import type { Draft, Span } from "./draft.ts";
import { languageNamed, withLanguagesMarked } from "./language-names.ts";
import type { Mention } from "./mention.ts";

/** A language in a text whose languages are marked. */
const LANGUAGE = "_+";
const LIST = `${LANGUAGE}(?:(?:, and |, or |, | and | or | & |\\/)${LANGUAGE})*`;
const LEVEL = "(?: ?\\(?(?:[abc][12](?:[- /][abc][12])?|native|fluent|fluency|level [abc][12])\\+?\\)?(?: level)?)";

const DENIED = new RegExp(
  `\\b(?:no|without(?: any)?|not|don't (?:speak|know|need)|doesn't (?:require|need)|not (?:speak|require)(?:ing)?) (?:need (?:for|of|to speak) |speaking )?(?:fluent )?(${LIST})(?:[- ]speaking| skills| language)?(?: (?:required|needed|necessary|requirement|skills|knowledge))?\\b`,
  "g",
);
const PATTERNS = [
  new RegExp(`\\b(${LIST})[- ](?:speaking|speakers?|language|proficiency|fluency|skills|mother tongue)${LEVEL}?(?![\\w])`, "g"),
  new RegExp(
    `\\b(?:speaks?|speaking|spoken|fluent(?:ly)?(?: in)?|fluency in|native(?: in)?|native speakers? of|proficient in|proficiency in|(?:business|conversational|professional|good|excellent|basic|strong|perfect|intermediate|advanced|some)(?: level| working)?|bilingual(?: in)?|multilingual|languages?:?|knowledge of|command of|understands?|knows?) (?:both |also |fluent |good |native |at least )?(${LIST})${LEVEL}?(?![\\w]| (?:law|cuisine|food|market|cooking|teaching|literature|language teach\\w+|restaurants?|companies|company|tax|gaap|employment|national|premier))`,
    "g",
  ),
  new RegExp(`\\b(${LIST})(?=(?:,? (?:is )?(?:required|mandatory|essential|a must|needed)| only| (?:jobs|roles|positions)\\b))`, "g"),
  new RegExp(`\\b(${LIST})${LEVEL}(?![\\w])`, "g"),
  new RegExp(
    `(?:^|, |\\b(?:with|and|plus|in|also|must have|need|requires?|requiring) )(${LIST})(?=$|[.,;!?)\\n]| (?:and|or|but|near|in|with|please|as well|too|who|for)\\b)`,
    "g",
  ),
];
const NOT_REQUIRED = new RegExp(
  `\\b(${LIST})(?:[- ]speaking| skills| language)? (?:(?:is|are) )?(?:not|isn't|aren't) (?:required|needed|necessary|essential|mandatory|a must)\\b`,
  "g",
);
/** Where a language may be the subject of the work, a bare "and French" says nothing about speaking it. */
const TAUGHT = /\b(?:teach\w*|tutor\w*|translat\w+|interpret\w+|literature|lecturer|faculty|instructor)\b/;
const OWN_BEFORE = /\b(?:i|i'm|i am|i can|me|my)\b[^.;!?\n]{0,30}$/;

/** Human languages asked for, or spoken by the speaker. "No German needed" is returned as unread: no filter holds it. */
export function readLanguages(draft: Draft): { mentions: Mention[]; unread: string[] } {
  const mentions: Mention[] = [];
  const unread: string[] = [];
  const marked = withLanguagesMarked(draft.lower);
  if (marked === null) return { mentions, unread };
  for (const match of [...draft.find(DENIED, marked), ...draft.find(NOT_REQUIRED, marked)]) {
    if (/^not /.test(match[0]) && !/speaking|needed|required|necessary/.test(match[0])) continue;
    unread.push(draft.text.slice(match.start, match.end));
    draft.take(match);
  }
  for (const pattern of TAUGHT.test(draft.lower) ? PATTERNS.slice(0, -1) : PATTERNS)
    for (const match of draft.find(pattern, marked)) mentions.push(...namedIn(draft, match, match[1]!));
  return { mentions, unread };
}

function namedIn(draft: Draft, match: RegExpExecArray & Span, list: string): Mention[] {
  const start = match.start + match[0].indexOf(list);
  const end = start + list.length;
  const own = OWN_BEFORE.test(draft.lower.slice(Math.max(0, match.start - 40), start));
  const either = list.includes(" or ");
  draft.take({ start: match.start, end: either ? start : match.end });
  if (either) {
    draft.keep({ start, end });
    draft.take({ start: end, end: match.end });
  }
  return [...list.matchAll(/_+/g)].map((name) => {
    const span = { start: start + name.index, end: start + name.index + name[0].length };
    return { kind: "language", name: languageNamed(draft.lower.slice(span.start, span.end)) ?? name[0], own, either, ...span };
  });
}
