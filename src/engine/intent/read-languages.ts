import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";

const NAMES =
  "English|German|French|Spanish|Italian|Portuguese|Dutch|Flemish|Polish|Czech|Slovak|Slovenian|Croatian|Serbian|Bosnian|Hungarian|Romanian|Bulgarian|Greek|Turkish|Russian|Ukrainian|Swedish|Norwegian|Danish|" +
  "Finnish|Icelandic|Estonian|Latvian|Lithuanian|Arabic|Hebrew|Farsi|Persian|Urdu|Hindi|Bengali|Punjabi|Gujarati|Marathi|Tamil|Telugu|Kannada|Malayalam|Nepali|Sinhala|Mandarin|Cantonese|Chinese|Japanese|Korean|" +
  "Vietnamese|Thai|Indonesian|Malay|Tagalog|Filipino|Swahili|Kiswahili|Afrikaans|Zulu|Xhosa|Amharic|Hausa|Yoruba|Igbo|Catalan|Basque|Welsh|Irish|Gaelic|Albanian|Macedonian|Maltese|Luxembourgish";
const ALIASES: Record<string, string> = {
  kiswahili: "Swahili",
  farsi: "Persian",
  deutsch: "German",
  français: "French",
  francais: "French",
  español: "Spanish",
  espanol: "Spanish",
  "sign language": "Sign language",
  bsl: "British Sign Language",
  asl: "American Sign Language",
};
const CANONICAL = new Map([...NAMES.split("|").map((name) => [name.toLowerCase(), name] as const), ...Object.entries(ALIASES)]);
const LANGUAGE = `(?:${[...CANONICAL.keys()].join("|")})`;
const LIST = `${LANGUAGE}(?:(?:, | and | or | & |\\/|, and |, or )(?:${LANGUAGE}))*`;
const LEVEL = "(?: ?\\(?(?:[abc][12](?:[- /][abc][12])?|native|fluent|fluency|level [abc][12])\\+?\\)?(?: level)?)?";

const DENIED = new RegExp(
  `\\b(?:no|without(?: any)?|not|don't (?:speak|know|need)|doesn't (?:require|need)|not (?:speak|require)(?:ing)?) (?:need (?:for|of|to speak) |speaking )?(?:fluent )?(${LIST})(?:[- ]speaking| skills| language)?(?: (?:required|needed|necessary|requirement|skills|knowledge))?\\b`,
  "g",
);
const PATTERNS = [
  new RegExp(`\\b(${LIST})[- ](?:speaking|speakers?|language|proficiency|fluency|skills|mother tongue)${LEVEL}(?![\\w])`, "g"),
  new RegExp(
    `\\b(?:speaks?|speaking|spoken|fluent(?:ly)?(?: in)?|fluency in|native(?: in)?|native speakers? of|proficient in|proficiency in|(?:business|conversational|professional|good|excellent|basic|strong|perfect|intermediate|advanced|some)(?: level| working)?|bilingual(?: in)?|multilingual|languages?:?|knowledge of|command of|understands?|knows?) (?:both |also |fluent |good |native |at least )?(${LIST})${LEVEL}(?![\\w]| (?:law|cuisine|food|market|cooking|teaching|literature|language teach\\w+|restaurants?|companies|company|tax|gaap|employment|national|premier))`,
    "g",
  ),
  new RegExp(`\\b(${LIST})(?=(?:,? (?:is )?(?:required|mandatory|essential|a must|needed)| only| (?:jobs|roles|positions)\\b))`, "g"),
  new RegExp(`\\b(${LIST})${LEVEL.replace(/\?$/, "")}(?![\\w])`, "g"),
  new RegExp(
    `(?:^|\\b(?:with|and|plus|in|also|must have|need|requires?|requiring) )(${LIST})(?=$|[.,;!?)\\n]| (?:and|or|but|near|in|with|please|as well|too|who|for)\\b)`,
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
  for (const { start, end } of draft.find(DENIED)) {
    if (/^not /.test(draft.lower.slice(start, end)) && !/speaking|needed|required|necessary/.test(draft.lower.slice(start, end))) continue;
    unread.push(draft.text.slice(start, end));
    draft.take({ start, end });
  }
  const patterns = TAUGHT.test(draft.lower) ? PATTERNS.slice(0, -1) : PATTERNS;
  for (const match of draft.find(NOT_REQUIRED)) {
    unread.push(draft.text.slice(match.start, match.end));
    draft.take(match);
  }
  for (const pattern of patterns)
    for (const match of draft.find(pattern)) {
      const own = OWN_BEFORE.test(draft.lower.slice(Math.max(0, match.start - 40), match.start + match[0].indexOf(match[1]!)));
      const { start, end } = match;
      const at = start + match[0].indexOf(match[1]!);
      const either = / or /.test(match[1]!);
      draft.take(either ? { start, end: at } : { start, end });
      if (either) {
        draft.keep({ start: at, end: at + match[1]!.length });
        draft.take({ start: at + match[1]!.length, end });
      }
      for (const name of match[1]!.split(/, and |, or |, | and | or | & |\//)) {
        const offset = at + match[1]!.indexOf(name);
        mentions.push({ kind: "language", name: CANONICAL.get(name) ?? name, own, either, start: offset, end: offset + name.length });
      }
    }
  return { mentions, unread };
}
