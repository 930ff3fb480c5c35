import type { Role } from "../catalog/records.ts";
import type { Draft, Span } from "./draft.ts";
import type { Judged, Mention } from "./mention.ts";

type Polarity = Judged["polarity"];

const FILLER =
  "a|an|any|the|really|actually|exactly|in|at|for|from|by|with|of|to|on|near|around|as|want|wanna|like|need|know|knows|have|has|having|do|use|using|require|requires|requiring|involve|involves|" +
  "involving|interested|looking|work|works|working|based|located|live|living|too|very|jobs?|roles?|positions?|vacanc(?:y|ies)|shifts?|candidates?|people|those|these|ones?|anyone|anybody|" +
  "anything|something|posted|through|via|speak|speaks|speaking|be|being|is|are|me|show|it|that|which|who|all|more|experience|knowledge|required|requirement|kind|sort|type|located|mention|include|including|results|such";
const NEGATOR =
  "not|no|non|less|never|without|w/o|except|except for|excluding|exclude|excludes|excl\\.?|avoid|avoiding|neither|nor|minus|skip|hide|omit|nothing|none|nobody|no one|anything but|anywhere but|" +
  "everything but|everywhere but|anywhere except|anything except|any but|all but|other than|apart from|aside from|isn't|aren't|don't|doesn't|dont|doesnt|won't|wouldn't|can't|cannot|can not|" +
  "leave out|filter out|rule out|stay away from|away from|hate|dislike|sick of|tired of|outside|outside of|not into";
const UNWANTED_BEFORE = new RegExp(`(?<![\\w'-])(?<!\\b(?:why|or|if|whether|weather) )(?:${NEGATOR})[- :]?(?: ?(?:${FILLER})){0,5} ?["']?$`);
/** "Without travelling or night shifts": what a rule can read is denied together with what it cannot. */
const DENIED_LIST = new RegExp(
  `(?<![\\w'-])(?:${NEGATOR})(?: (?:${FILLER})){0,5}(?: (?!but\\b|in\\b|near\\b|at\\b|for\\b|with\\b|and\\b|is\\b)[\\w'&/+#.-]+){1,6}( (?:or|nor)(?: (?:${FILLER})){0,3} ["']?)$`,
);
/** "No unpaid internships" rules out some of them only. */
const DENIED_OTHERWISE =
  /\b(?:no|not|without|avoid|not interested in) (?!(?:problems?|issues?|need|longer|matter|experience|degree|only|just|more|less|worries|idea|doubt)\b)[a-z-]+ $/;
const SORTS: ReadonlySet<Mention["kind"]> = new Set(["skill", "employment", "employer-kind", "workplace", "seniority"]);
const UNWANTED_AFTER =
  /^ (?:(?:is|are|jobs|roles|ones)(?: are)? )?(?:excluded|not an option|not ok|not okay|out of the question|not wanted|not included|not interested|no thanks)\b/;
const DROPPED_BEFORE = new RegExp(
  `\\b(instead of|rather than|in place of|not just|not only|no longer|(?:drop|remove|forget|ignore|clear|delete|lift|cancel|relax|disregard|scrap|lose|undo|get rid of|take (?:out|off|away))(?: about)?)(?: (?:${FILLER}|my|your|filter|filters|limit|requirement|restriction|condition|just|only|minimum|maximum|part|bit)){0,4} ["']?$`,
);

/** "React is no longer required". */
const DROPPED_AFTER =
  /^(?: (?:experience|skills?|jobs?|roles?))? (?:(?:is|are) no longer (?:a must|required|needed|necessary|important|essential|wanted)|(?:isn't|aren't|is not|are not) (?:a must|required|needed|necessary|important|essential) any ?more)\b/;
/** "Swap React for Vue". */
const SWAPPED_BEFORE = /\b(?:swap|replace|exchange|trade|change|switch)(?: out)?(?: from)? $/;
const SWAPPED_AFTER = /^ (?:for|with|to|by|into)\b/;
/** "Remove the senior ones" speaks of matches, "remove senior" of the filter. */
const RESULTS_AFTER = /^ (?:ones|jobs|roles|results|matches|candidates|positions|listings|people)\b/;

const WISH =
  "ideally|preferably|preferred|prefer|prefers|would prefer|preference for|preferring|nice[- ]to[- ]haves?|nice if|bonus points(?: for| if)?|bonus(?: for| if)?|a plus|plus points for|" +
  "would be nice|would love|hopefully|if possible|possibly|perhaps|maybe|optionally|desirable|not necessarily|doesn't have to be|don't have to be|don't need to be|doesn't need to be|needn't be|might consider|could also";
/** What a seeker would put up with; of a candidate the same words are a demand. */
const TOLERATED = "fine with|happy with|happy to|ok with|okay with|open to|don't mind|wouldn't mind|no problem with";
const wishBefore = (wishes: string): RegExp => new RegExp(`\\b(?:${wishes})[:,]?(?: ?[\\w'/&]+){0,4}[ -]?$`);
const WISH_BEFORE: Record<Role, RegExp> = { employer: wishBefore(WISH), job_seeker: wishBefore(`${WISH}|${TOLERATED}`) };
const NOUN = "(?: (?:experience|skills?|knowledge|jobs?|roles?|work|work experience|background))?";
const WISH_AFTER = new RegExp(
  `^${NOUN}(?:,? (?:is|are|would be|as|being))?(?: (?:really|also|just|only))?(?: (?:preferred|preferable|desirable|nice[- ]to[- ]have|optional|if possible|welcome|nice|great|good|ideal|lovely)| (?:a|an) (?:bonus|big plus|plus|advantage|nice[- ]to[- ]have))(?=\\W|$)|` +
    `^${NOUN}(?: (?:is|are))? (?:not|isn't|aren't) (?:really |strictly )?(?:required|needed|necessary|essential|mandatory|a must)\\b|` +
    "^,? (?:ideally|preferably|if possible)[ ]*(?=[.,;!?\\n]|$)",
);

const CLAUSE_BREAK = /[.;!?\n()]|, (?!and\b|or\b)| but | must /g;
const OR_LINK = /^,? ?(?:(?:or|nor)\b|\/)[ a-z]{0,24}$/;
const AND_LINK = /^(?: ?,| ?&| and| ?\+|, and|,? and not|, not)(?: (?:in|at|for|any|the|no|nor|or|with|also|even|from|to|near)){0,3} ?["']?$/;
/** "Exclude agencies and contract roles" rules out both, whatever they are. */
const EXCLUDING = /\b(?:exclud\w+|filter out|leave out|rule out|omit|hide|remove|drop|hate|dislike)\b/;
const LOOKBACK = 72;

/** Whether the words right before an offset deny what follows: "no", "without any", "not interested in". */
export function isDenied(lower: string, start: number): boolean {
  return UNWANTED_BEFORE.test(lower.slice(Math.max(0, start - LOOKBACK), start));
}

/**
 * Tells wanted, unwanted and merely welcome mentions apart. A denial reaches over "or" to whatever follows
 * ("no Java or night shifts"), over a comma or "and" only to more of the same kind ("without Java, PHP").
 * The wording that decided is taken from the draft.
 */
export function judge(draft: Draft, mentions: readonly Mention[], role: Role): Judged[] {
  const judged: Judged[] = [];
  const { lower } = draft;
  let wide = false;
  for (const mention of mentions.toSorted((a, b) => a.start - b.start)) {
    const previous = judged.at(-1);
    const own =
      mention.kind === "salary" || mention.kind === "years"
        ? (dropOf(lower, mention) ?? wishOf(lower, mention, previous, role))
        : direct(lower, mention, previous, role);
    if (own) {
      for (const span of own.wording) draft.take(span);
      wide = own.wording.some(({ start, end }) => EXCLUDING.test(lower.slice(start, end)));
    }
    const polarity = own?.polarity ?? inherited(lower, mention, previous, wide) ?? "wanted";
    judged.push({ ...mention, polarity });
  }
  return wishesBackwards(lower, judged);
}

interface Verdict {
  polarity: Polarity;
  wording: Span[];
}

function direct(lower: string, mention: Mention, previous: Mention | undefined, role: Role): Verdict | null {
  const from = Math.max(0, mention.start - LOOKBACK, previous && previous.kind !== "anywhere" ? previous.end : 0);
  const before = lower.slice(from, mention.start);
  const dropped = dropOf(lower, mention);
  if (dropped) return dropped;
  const wish = wishOf(lower, mention, previous, role);
  if (wish && WISH_BEFORE[role].test(before)) return wish;
  const match = UNWANTED_BEFORE.exec(before);
  const listed = match ? null : DENIED_LIST.exec(before);
  if (listed) return { polarity: "unwanted", wording: [{ start: mention.start - listed[1]!.length, end: mention.start }] };
  const other = match ? null : DENIED_OTHERWISE.exec(before);
  if (other && SORTS.has(mention.kind)) return { polarity: "unread", wording: [{ start: from + other.index, end: mention.start }] };
  if (match) return { polarity: "unwanted", wording: [{ start: from + match.index, end: mention.start }] };
  const after = UNWANTED_AFTER.exec(lower.slice(mention.end, mention.end + 40));
  if (after) return { polarity: "unwanted", wording: [{ start: mention.end, end: mention.end + after[0].length }] };
  return wish;
}

function dropOf(lower: string, mention: Mention): Verdict | null {
  const from = Math.max(0, mention.start - LOOKBACK);
  const swapped = SWAPPED_BEFORE.exec(lower.slice(from, mention.start));
  if (swapped && SWAPPED_AFTER.test(lower.slice(mention.end, mention.end + 6)))
    return { polarity: "instead", wording: [{ start: from + swapped.index, end: mention.start }] };
  const after = DROPPED_AFTER.exec(lower.slice(mention.end, mention.end + 60));
  if (after) return { polarity: "dropped", wording: [{ start: mention.end, end: mention.end + after[0].length }] };
  const match = DROPPED_BEFORE.exec(lower.slice(from, mention.start));
  if (match && RESULTS_AFTER.test(lower.slice(mention.end, mention.end + 16)) && !/^(?:instead|rather|in place|no)/.test(match[1]!))
    return { polarity: "unwanted", wording: [{ start: from + match.index, end: mention.start }] };
  return (
    match && {
      polarity: /^(?:instead|rather|in place|no)/.test(match[1]!) ? "instead" : "dropped",
      wording: [{ start: from + match.index, end: mention.start }],
    }
  );
}

function wishOf(lower: string, mention: Mention, previous: Mention | undefined, role: Role): Verdict | null {
  const from = Math.max(clauseStart(lower, mention.start), previous?.end ?? 0);
  const before = WISH_BEFORE[role].exec(lower.slice(from, mention.start));
  if (before) return { polarity: "wish", wording: [{ start: from + before.index, end: mention.start }] };
  const after = WISH_AFTER.exec(lower.slice(mention.end, mention.end + 60));
  return after ? { polarity: "wish", wording: [{ start: mention.end, end: mention.end + after[0].length }] } : null;
}

function clauseStart(lower: string, at: number): number {
  const from = Math.max(0, at - LOOKBACK);
  const window = lower.slice(from, at);
  let start = 0;
  for (const match of window.matchAll(CLAUSE_BREAK)) start = match.index + match[0].length;
  return from + start;
}

function inherited(lower: string, mention: Mention, previous: Judged | undefined, wide: boolean): Polarity | null {
  if (!previous || previous.polarity === "wanted") return null;
  const between = lower.slice(previous.end, mention.start);
  if (between.length > 30) return null;
  if (OR_LINK.test(between)) return previous.polarity === "unread" ? "unwanted" : previous.polarity;
  if (
    (previous.kind === mention.kind || (wide && between.includes(" and "))) &&
    AND_LINK.test(between) &&
    !/^ (?:only|instead)\b/.test(lower.slice(mention.end, mention.end + 12))
  )
    return previous.polarity;
  return previous.polarity === "wish" && between === " " ? "wish" : null;
}

/** "Docker and Kubernetes are a plus" makes both a wish, "React, Docker a plus" only the last. */
function wishesBackwards(lower: string, judged: Judged[]): Judged[] {
  for (let at = judged.length - 2; at >= 0; at--) {
    const [mention, next] = [judged[at]!, judged[at + 1]!];
    if (mention.polarity !== "wanted" || next.polarity !== "wish" || mention.kind !== next.kind) continue;
    if (/^ (?:and|or|&|\/) $/.test(lower.slice(mention.end, next.start))) judged[at] = { ...mention, polarity: "wish" };
  }
  return judged;
}
