import type { EmploymentType } from "../catalog/records.ts";
import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";

const PART_TIME_HOURS = 34;

const WORDING: [values: EmploymentType[], pattern: RegExp][] = [
  [["full_time"], /\bfull[- ]?time\b(?: (?:hours|basis|employment))?/g],
  [["part_time"], /\bpart[- ]?time\b(?: (?:hours|basis))?/g],
  [
    ["temporary"],
    /\b(?:temp to perm|temporary(?: (?:work|contract|basis))?|temps?|temping|seasonal|fixed[- ]term(?: contracts?)?|ftc|interim)\b(?! workers? directive)/g,
  ],
  [["temporary"], /\bcasual (?=work|jobs?|shifts?|roles?|positions?|basis)/g],
  [
    ["contract"],
    /\b(?:(?:\d{1,2}|one|two|three|six|nine|twelve)[- ](?:months?|weeks?|years?) )?(?:contract(?:s|ors?|ing)?(?:[- ](?:basis|only))?|freelanc(?:e|ers?|ing)|c2c|corp[- ]to[- ]corp|1099)\b(?! (?:law|management|managers?|negotiations?|negotiator|administrat\w+|drafting|lawyers?|attorneys? general|caterers?|catering|cleaning|manufacturing|research|review|specialist|renewals?|officer|executive|hire law))/g,
  ],
  [["internship"], /\b(?:(?:summer|winter|student|paid|industrial|work|year|year-long|spring) )?(?:internships?|interns?|placements?(?: year)?|co-op)\b/g],
];
const PERMANENT = /\b(?:permanent|perm)\b(?: (?:contracts?|basis|employment))?(?! make-?up)/g;
const HOURS =
  /\b(?:(?:max(?:imum)?|up to|under|about|around|no more than|less than|at most) )?(\d{1,2})(?:-(\d{1,2}))? ?(?:hours?|hrs?) ?(?:a|per|each|every|\/|\/ ?)? ?(?:week|wk)\b/g;

export function readEmployment(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  for (const [values, pattern] of WORDING)
    for (const { start, end } of draft.find(pattern)) {
      draft.take({ start, end });
      mentions.push({ kind: "employment", values, start, end });
    }
  for (const match of draft.find(HOURS)) {
    const { start, end } = match;
    draft.take(match);
    mentions.push({ kind: "employment", values: [Number(match[2] ?? match[1]) <= PART_TIME_HOURS ? "part_time" : "full_time"], start, end });
  }
  for (const { start, end } of draft.find(PERMANENT)) {
    draft.take({ start, end });
    mentions.push({ kind: "permanence", start, end });
  }
  return mentions;
}
