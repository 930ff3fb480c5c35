import type { Workplace } from "../catalog/records.ts";
import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";

/** "Remote sensing", "hybrid cars" and the like name a topic. */
const NOT_A_WORKPLACE =
  "(?! (?:sensing|monitoring|patient|control|controlled|support|desktop|access|areas?|location|locations|communities|site|sites|pilot|operations|vehicles?|cars?|cloud|apps?|mobile|mattress|engines?|electric|seeds?|rice|events?))";

const WORDING: [value: Workplace, pattern: RegExp][] = [
  [
    "hybrid",
    /\b(?:partly|partially|part|semi|some)[- ]remote\b|\b(?:[1-4]|one|two|three|four|some|a few|a couple of)(?: or (?:two|three|[1-4]))? days?(?: a week| per week| weekly)? (?:in the|at the|from the|from|in|at) (?:office|home)\b/g,
  ],
  ["hybrid", new RegExp(`\\b(?:hybrid(?:[- ](?:working|work|remote|model|setup|set-up))?)\\b${NOT_A_WORKPLACE}`, "g")],
  [
    "remote",
    /\b(?:work(?:ing)?|works|job|jobs|role|roles) (?:remotely )?(?:from|at) (?:my |their |your )?(?:own )?(?:home|anywhere)\b|\b(?:wfh|wfa|telecommut(?:e|ing)|telework(?:ing)?|home[- ]based|home[- ]office|homeworking|home working|remotely)\b/g,
  ],
  [
    "remote",
    new RegExp(
      `\\b(?:(?:fully|100 ?%|completely|entirely|totally|purely|all)[- ]?)?remote(?:[- ](?:only|first|working|work|friendly))?\\b${NOT_A_WORKPLACE}`,
      "g",
    ),
  ],
  [
    "onsite",
    /\b(?:on[- ]?site|in[- ]office|office[- ]based|in[- ]person|face[- ]to[- ]face)(?:[- ]only)?\b|\b(?:in|at|from) (?:the|an|our|your) office\b(?! (?:manager|of|administrator|assistant))/g,
  ],
];

export function readWorkplace(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  for (const [value, pattern] of WORDING)
    for (const { start, end } of draft.find(pattern)) {
      draft.take({ start, end });
      mentions.push({ kind: "workplace", value, start, end });
    }
  return mentions;
}
