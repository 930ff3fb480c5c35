import type { Role } from "../catalog/records.ts";
import { findPlaces } from "../vocabulary/places.ts";
import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";

const NOT_NEEDED =
  /\b(?:no (?:visa |need for )?(?:visa )?sponsorship(?: is)?(?: required| needed)?|(?:don't|do not|doesn't|does not|won't|not) (?:need|require|requiring|needing) (?:a |any )?(?:visa )?(?:sponsorship|visa|sponsoring))\b/g;
const SPONSORSHIP =
  /\b(?:(?:that |which |who )?(?:(?:with|offers?|offering|provides?|providing|needs?|needing|requires?|requiring|gives?) )?(?:a |any )?(?:(?:visa|work visa|h-?1b|tier 2|skilled worker|work permit|green card|immigration) (?:visa )?(?:sponsorship|sponsors?|support|sponsored|sponsoring|transfer)|sponsorship)(?: (?:available|offered|provided|needed|required))?|(?:that |who |which )?(?:can |will |could |would )?sponsor(?:s|ing|ed)?(?: (?:my|a|an|the|work|skilled worker|tier 2|h-?1b))* (?:visas?|work permits?)|(?:with|including|offering|provid(?:es?|ing)) (?:a |free )?visas?(?=$|[,.;!]| and\b)|(?:visa[- ])?sponsored(?! (?:content|ads|posts|research))|(?:companies|employers) (?:that|who) (?:can |will )?sponsor)\b/g;
const RELOCATION =
  /\b(?:(?:who (?:are|is|would be|will)|and|that are) )?(?:willing to|open to|able to|happy to|ready to|prepared to|can|could|would|will|who|to)? ?(?:relocat(?:e|ing|ion)|move)\b(?: (?:to|within|anywhere in) (?:the )?)?/g;
const RELOCATION_WORD = /relocat|(?:willing|open|able|happy|ready|prepared|can|could|would|will) (?:to )?mov/;
const PACKAGE_AFTER = /^ ?(?:package|assistance|support|allowance|bonus|help|budget|costs?|expenses)\b/;

/** Sponsorship of visas, and readiness to relocate. A seeker's own readiness is in the profile. For an employer the place candidates would move to is no place where they live. */
export function readMobility(draft: Draft, role: Role): Mention[] {
  const mentions: Mention[] = [];
  for (const [pattern, needed] of [[NOT_NEEDED, false] as const, [SPONSORSHIP, true] as const])
    for (const { start, end } of draft.find(pattern)) {
      draft.take({ start, end });
      mentions.push({ kind: "sponsorship", needed, start, end });
    }
  for (const match of draft.find(RELOCATION)) {
    if (!RELOCATION_WORD.test(match[0]) || PACKAGE_AFTER.test(draft.lower.slice(match.end, match.end + 16))) continue;
    if (role === "job_seeker") {
      draft.take({ start: match.start, end: match.start + match[0].replace(/ (?:to|within|anywhere in) (?:the )?$/, "").length });
      continue;
    }
    const place = / (?:to|within|in) (?:the )?$/.test(match[0]) ? findPlaces(draft.text.slice(match.end, match.end + 60))[0] : undefined;
    const { start } = match;
    const end = match.end + (place && place.start === 0 ? place.end : 0);
    draft.take({ start, end });
    mentions.push({ kind: "relocation", start, end });
  }
  return mentions;
}
