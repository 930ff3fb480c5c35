import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";
import { NUMERAL, numeral } from "./numerals.ts";

const LEAST = "at least|a minimum of|minimum of|minimum|min\\.?|more than|over|no less than|not less than|no fewer than|>=?|from";
const MOST = "at most|a maximum of|maximum of|maximum|max\\.?|up to|under|less than|fewer than|no more than|not more than|below|<=?|within";
const UNIT = "years?'? pqe|years?'?|yrs?'?|yoe|pqe|months?'?";
/** "2 year contract", "10 year old company", "3 years ago". */
const NOT_EXPERIENCE =
  "(?![- ](?:contract|fixed|old|olds|ago|degree|program\\w*|course|project|visa|lease|warranty|plan|from now|in a row|term|bond|master'?s?|bachelor'?s?|placement|internship|apprenticeship|salary|pay))";
const PATTERN = new RegExp(
  `(?<![\\w£$€₹.,-])(?<!\\b(?:last|past|next|previous|every|each|per|in|for the|these) )(?:(${LEAST}|${MOST}|between) ?)?(${NUMERAL})(?: ?(\\+|plus|or more)| ?(?:-|to|and|or) ?(${NUMERAL}))? ?-?(${UNIT})(?![\\w])(?: ?(\\+|plus\\b|or more|and above|or above|and up|minimum|max\\b|or less|or fewer))?${NOT_EXPERIENCE}` +
    "(?:(?: of)?(?: \\w+)?(?: work| working| relevant| solid| hands-on| professional| clinical| industry)?(?: experience| exp\\b)|'? exp\\b)?(?: (?:in|with|of|as)(?= ))?",
  "g",
);
const NONE =
  /\b(no|zero|without(?: any)?|0) (?:previous |prior |work |working |relevant |real )*(?:work )?experience\b(?! (?:in|with|of|as|on)\b)((?: is)? (?:needed|required|necessary|asked|wanted))?/g;
const OWN_BEFORE = /\b(?:i|i've|i have|i've got|i got|i bring|my|i'm|i am|we have worked|me)\b[^.;!?\n]{0,40}$/;
const EXPERIENCE_WORD = /\bexp(?:erience)?\b/;

/** Years of work: "5+ years", "at least 3 years' experience", "under 2 years", "no experience needed". */
export function readExperience(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  for (const match of draft.find(PATTERN)) {
    const [wording, lead = "", low = "", plus, high, unit = "", trail = ""] = match;
    if (/^an?$/.test(low) && !EXPERIENCE_WORD.test(wording)) continue;
    if (/^months?/.test(unit) && !EXPERIENCE_WORD.test(wording)) continue;
    const scale = unit.startsWith("month") ? 1 / 12 : 1;
    const years = round(numeral(low) * scale);
    const upper = high === undefined ? undefined : round(numeral(high) * scale);
    const span = { start: match.start, end: match.end };
    const own = OWN_BEFORE.test(draft.lower.slice(Math.max(0, span.start - 60), span.start));
    draft.take(span);
    const bound = { ...bounds(lead, plus ?? trail, years, upper), own };
    mentions.push({ kind: "years", ...bound, ...span });
  }
  for (const match of draft.find(NONE)) {
    draft.take(match);
    const { start, end } = match;
    mentions.push({ kind: "years", most: 0, own: match[2] === undefined && !/^(?:zero|0|no) /.test(match[0]), start, end });
  }
  return mentions;
}

const round = (years: number): number => Math.round(years * 10) / 10;
const IS_MOST = new RegExp(`^(?:${MOST})$`);
const IS_LEAST = new RegExp(`^(?:${LEAST})$`);

function bounds(lead: string, trail: string, years: number, upper: number | undefined): { least?: number; most?: number } {
  if (upper !== undefined) return { least: Math.min(years, upper), most: Math.max(years, upper) };
  if (IS_MOST.test(lead) || /^(?:max|or less|or fewer)$/.test(trail)) return { most: years };
  if (IS_LEAST.test(lead) || trail !== "") return { least: years };
  return { least: years, most: years };
}
