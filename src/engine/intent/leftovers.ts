import type { Draft, Span } from "./draft.ts";
import { isNoise } from "./noise.ts";

/** A denial that no rule turned into a filter; its words must not be searched for. */
const DENIALS =
  /(?<![\w'-])(?:no|not|without|w\/o|except(?: for)?|excluding|avoid(?:ing)?|never|nothing|don't want|do not want|don't like|hate|isn't|aren't|doesn't|don't|cannot|can't|anything but|other than|apart from|rather than|instead of)(?= )/g;
const DENIAL_REACH = /^(?: (?!but\b|and i\b|ideally\b|preferably\b|please\b)[\p{L}\p{N}'&/+#-]+){1,6}/u;
const QUESTION_OF_COURSE =
  /^ (?:sure|problem|worries|matter|idea|thanks|thank you|just|only|yet|really|now|necessarily|mind|far|bad|too bad|know|that|exactly|more than|less than)\b/;
/** A demand in words of its own: the search may use them, but as no condition. */
const DEMANDS = [
  /(?<![\w-])(?:must(?: be| have)?|has to(?: be| have)?|have to(?: be| have)?|needs? to(?: be| have)?|should(?: be| have)?|required?:) (?=[a-z])/g,
  /(?<![\w-])(?:that|which|who|where (?:i|we|you|they|there)) (?:can |could |will |would |are |is |have |has |do |does |don't |doesn't |offers? |allows? |lets? |accepts? |provides? |won't |aren't |isn't |can't |i )+(?=[a-z])/g,
  /(?<![\w-])(?:at least|at most|under|over|less than|more than|fewer than|within|up to|max(?:imum)?|min(?:imum)?|above|below) (?:a |an )?(?=\d)/g,
];
const DEMAND_REACH = /^(?:[\p{L}\p{N}'%&/+#.-]+(?: (?!but\b|and\b|or\b|in\b|near\b|please\b|paying\b)|(?=$|[,;!?\n]|\. ))){1,6}/u;

/** Wording that looks like a condition after every reader had its turn. Runs last. */
export function unreadConditions(draft: Draft): string[] {
  const found: (Span & { text: string })[] = [];
  for (const { start, end } of draft.find(DENIALS)) {
    const reach = DENIAL_REACH.exec(draft.lower.slice(end, end + 80));
    if (!reach || QUESTION_OF_COURSE.test(reach[0])) continue;
    const span = openPart(draft, { start, end: end + reach[0].length }, end);
    if (span.end <= end || !saysSomething(draft.lower.slice(end, span.end))) continue;
    draft.take(span);
    found.push({ ...span, text: draft.text.slice(span.start, span.end).trim() });
  }
  for (const pattern of DEMANDS)
    for (const { start, end } of draft.find(pattern)) {
      const reach = DEMAND_REACH.exec(draft.lower.slice(end, end + 80));
      if (!reach) continue;
      const span = openPart(draft, { start, end: end + reach[0].trimEnd().length }, end);
      if (span.end <= end || !saysSomething(draft.lower.slice(end, span.end))) continue;
      draft.keep({ start: end, end: span.end });
      draft.take({ start, end });
      found.push({ ...span, text: draft.text.slice(span.start, span.end).trim() });
    }
  return found.toSorted((a, b) => a.start - b.start).map(({ text }) => text);
}

/** Up to the first word somebody claimed. */
function openPart(draft: Draft, span: Span, from: number): Span {
  let end = from;
  for (const word of draft.lower.slice(from, span.end).matchAll(/[^ ]+/g)) {
    const next = { start: from + word.index, end: from + word.index + word[0].length };
    if (!draft.isOpen(next)) break;
    end = next.end;
  }
  return { start: span.start, end };
}

const saysSomething = (words: string): boolean => words.split(/[^\p{L}\p{N}'+#-]+/u).some((word) => word !== "" && !isNoise(word));
