import { SENIORITIES, type Seniority } from "../catalog/records.ts";
import type { Draft, Span } from "./draft.ts";
import type { Mention } from "./mention.ts";
import { isOccupation } from "./occupations.ts";

const NOT_A_LEVEL =
  "(?! (?:living|care(?! (?:assistants?|workers?|coordinators?|practitioners?|officers?))|citizens?|home|homes|housing|centre|center|community|communities|services?|school|schools|high school|college|year|discount|moments|people|people's|residents?|patients?|adults?|members?|fitness|companion))";

/** Wording that stands for a level and carries no topic. */
const LEVELS: [values: Seniority[], pattern: RegExp][] = [
  [["intern"], /\bintern[- ]level\b/g],
  [["mid", "senior"], /\bmid(?:[- ]to[- ]|[- /])senior(?:[- ]level)?\b/g],
  [
    ["junior"],
    /\b(?:entry[- ]level|entrylevel|juniors?|jr\b\.?|(?:new|recent|fresh|university|college)[- ](?:grads?|graduates?)|graduate(?:s|[- ]level)?\b(?! (?:degree|school|studies|nurse anesthetist|recruit\w*))|freshers?|school[- ]leavers?|beginners?|trainee[- ]level)(?:[- ]level)?(?=[\W]|$)/g,
  ],
  [["mid"], /\b(?:mid[- ]?(?:level|career|weight)|middle[- ]level|mid[- ]senior|intermediate(?:[- ]level)?|medior)\b/g],
  [["mid"], /\bmid\b(?! ?-| (?:size|sized|market|cap|shift|day|week|year))/g],
  [
    ["senior"],
    new RegExp(`(?:(?<!\\b(?:for|with|of|elderly|active|helping|older) )\\bseniors\\b|\\b(?:very )?senior(?:[- ]level)?\\b|sr\\b\\.?)${NOT_A_LEVEL}`, "g"),
  ],
  [["executive"], /\b(?:executive[- ]level|exec[- ]level|c[- ](?:level|suite)|c-?suite|leadership[- ]level|board[- ]level|executives)\b/g],
  [["executive"], /(?<=^|\b(?:for|an|some|any|me|show|find|only|want|need|in|or|and|as|no|not) )executives?(?= (?:roles?|jobs?|positions?)\b)/g],
  [["lead"], /\b(?:lead|staff|principal)[- ]level\b|\bstaff\+|\bleads\b(?= (?:only|please)|$)/g],
];

/** Titles that imply a level; their words stay search words. */
const TITLES: [values: Seniority[], pattern: RegExp][] = [
  [
    ["executive"],
    /\b(?:heads? of|(?:managing|executive|finance|financial|sales|marketing|operations|technical|technology|engineering|product|clinical|medical|nursing|hr|commercial|regional|design|data|it|programme|development|supply chain|people) directors?|directors? of\b|(?<!\b(?:art|creative|film|funeral|music|casting|stage|photography|theatre|game|musical) )directors?(?= ?,? (?:level|roles?|jobs?|positions?)\b|[.,!?]|$)|(?:s|e)?vp|vice[- ]presidents?|chief (?:\w+ ){1,3}officers?|c[efotmi]os?|cisos?|chros?)\b/g,
  ],
  [
    ["lead"],
    /\b(?:(?:tech|technical|team|engineering) leads|(?:tech|technical|team|engineering|design|product|project|qa|test|data|development|shift|nursing|clinical|security|platform|frontend|backend|front-end|back-end|devops|mobile|analytics|marketing|content|creative|research|support|service|sales|kitchen|shop|store|warehouse|production|line|squad|delivery|ward) lead|team leaders?)\b(?! (?:experience|generation|gen|time|times|qualif\w+|conversion|nurturing|scoring|management|teacher training|to|a|an|the|in a))/g,
  ],
];

/** Words that are a level only before a job title: "lead engineer", "staff software engineer", "principal consultant", "mid developer". */
const BEFORE_TITLE: [value: Seniority, pattern: RegExp][] = [
  [
    "lead",
    /\b(?:lead|principal|staff)(?=(?:\/| or | and |, )(?:senior|lead|principal|staff|junior|mid)\b)|(?<!\b(?:school|college|assistant|deputy|vice|primary|secondary) )\b(?:lead|principal)(?= (?:roles?|jobs?|positions?|ones?)\b)/g,
  ],
  ["lead", /\b(?:lead|principal|staff) (?=((?:[a-z0-9+#./-]+ ){0,3}[a-z-]+))/g],
  ["lead", /(?<=^|\b(?:senior|not|or|and|no|it|them|only) )(?:lead|principal)(?=[.,!?]|$)/g],
];
const STAFF_TITLES = /\b(?:engineers?|developers?|scientists?|designers?|programmers?|architects?|sre|swe|researchers?)\b/;

const ABOVE = /^(?: ?\+| (?:level )?(?:and|or) (?:above|higher|up|upwards|beyond)\b)/;
const BELOW = /^ (?:level )?(?:and|or) (?:below|lower|under)\b/;
const AT_LEAST_BEFORE = /\b(?:at least|minimum|min) $/;
const UP_TO_BEFORE = /\b(?:up to|at most|no higher than|not above|nothing above|below) $/;
const TO_LINK = /^ ?(?:to|-|through|up to) ?$/;
const LABEL_BEFORE = /\b(?:seniority|level)(?: level)?(?: is)?:? ?$/;
const TOO = /\b(?:too|less) $/;

export function readSeniority(draft: Draft): Mention[] {
  const found: (Span & { values: Seniority[]; topic: boolean })[] = [];
  const add = (values: Seniority[], { start, end }: Span, topic: boolean): void => {
    found.push({ values, start, end, topic });
    if (topic) draft.keep({ start, end });
    else draft.take({ start, end });
  };
  for (const [values, pattern] of LEVELS) for (const span of draft.find(pattern)) add(values, span, false);
  for (const [values, pattern] of TITLES) for (const span of draft.find(pattern)) add(values, span, true);
  for (const [value, pattern] of BEFORE_TITLE)
    for (const match of draft.find(pattern)) {
      const word = match[0].trim();
      if (match[1] !== undefined && !leadsTitle(word, match[1])) continue;
      add([value], { start: match.start, end: match.start + word.length }, false);
    }
  return ranged(
    draft,
    found.toSorted((a, b) => a.start - b.start),
  );
}

/** "Lead data engineer", not "lead generation"; "staff" is a level in technology only, as a staff nurse is no lead. */
function leadsTitle(word: string, following: string): boolean {
  const words = following.split(" ");
  const head = words.findIndex(isOccupation);
  if (head < 0 || /^(?:generation|gen|time|qualification|conversion|nurturing|a|an|the|to|for|in|of|and|at|teams?)$/.test(words[0]!)) return false;
  return word === "staff" ? STAFF_TITLES.test(words[head]!) : true;
}

const between = (low: Seniority, high: Seniority): Seniority[] => SENIORITIES.slice(SENIORITIES.indexOf(low), SENIORITIES.indexOf(high) + 1);

function ranged(draft: Draft, found: (Span & { values: Seniority[] })[]): Mention[] {
  const mentions: (Mention & { kind: "seniority" })[] = [];
  for (const { values, start, end } of found) {
    const previous = mentions.at(-1);
    if (previous && TO_LINK.test(draft.lower.slice(previous.end, start))) {
      draft.take({ start: previous.end, end: start });
      previous.values = between(previous.values[0]!, values.at(-1)!);
      previous.end = end;
      continue;
    }
    const mention: Mention & { kind: "seniority" } = { kind: "seniority", values, start, end };
    const before = draft.lower.slice(Math.max(0, start - 24), start);
    const after = draft.lower.slice(end, end + 24);
    const above = ABOVE.exec(after);
    const below = BELOW.exec(after);
    const lead = AT_LEAST_BEFORE.exec(before) ?? UP_TO_BEFORE.exec(before) ?? LABEL_BEFORE.exec(before) ?? TOO.exec(before);
    if (above || AT_LEAST_BEFORE.test(before) || TOO.test(before)) mention.values = between(values[0]!, "executive");
    else if (below || UP_TO_BEFORE.test(before))
      mention.values = between("intern", values.at(-1)!).filter((level) => !before.endsWith("below ") || !values.includes(level));
    const tail = (above ?? below)?.[0].length ?? 0;
    if (tail > 0) draft.take({ start: end, end: end + tail });
    if (lead) draft.take({ start: start - lead[0].length, end: start });
    mention.end = end + tail;
    mentions.push(mention);
  }
  return mentions;
}
