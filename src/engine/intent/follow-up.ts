import type { Role } from "../catalog/records.ts";
import type { Intent, SearchState } from "./intent.ts";
import { type Reference, findReferences } from "./ranks.ts";

/** What a follow-up asks for, with remarks on how its words were read. */
export interface FollowUp {
  intent: Intent;
  assumptions: string[];
}

const LONGEST = 160;

const MORE =
  /^(?:(?:ok|okay|and|so|great|thanks|please|can i|could i|may i|can you|could you|i want to|i'd like to|let me|let's|give me|show me|show|see|get|load|find|list|fetch|are there|do you have|have you got|got|what|any|anything|is there|go to|the) )*(?:\d{1,2} |a few |some |ten |five |three )?(?:more|next|others?|other ones|another one|another|else|more (?:results|matches|options|jobs|roles|candidates|people|of (?:them|these|those|the same)|like (?:that|these|those|this|them))|(?:next|other|further|additional|remaining) (?:ones|results|matches|options|jobs|roles|candidates|page|batch|\d{1,2}|few|ten|five|three)|all(?: of (?:them|these|those))?|everything|the rest|rest of (?:them|the results)|keep going|continue|go on|carry on|none of (?:these|them|those)(?: (?:fit|suit|work|are any good|are good|are right|is right|appeal|interest me|for me))*|what else(?: do you have| is there| have you got| can you find)?|anything else|any others|others available)(?: please| available| do you have| for me| to show me| ones)?[.!? ]*$/;
const FILTERS =
  /^(?:(?:so|ok|and|please|hey|show|show me|list|tell me|remind me|give me|see|view|what are|what're|which are|what|which|what's|what is|my|all|the|your|current|active|of) )*(?:filters?|criteria|constraints?|current search|search criteria|search settings|my search|active search)(?: (?:are|is|do|did|have|has|i|you|we|currently|now|on|set|active|applied|apply|in place|use|used|using|being|right now|there|at the moment|you're using|got))*[.!? ]*$|^(?:so |ok |and )?(?:what|who) (?:exactly )?(?:are|were) (?:you|we) (?:currently |actually )?(?:searching|looking|filtering)(?: for| by| on)?(?: right now| now| exactly| at the moment)?[.!? ]*$/;

const COMPARE = /\b(?:compar(?:e|ed|ing|ison)|contrast|versus|vs\.?|differences?|differ|better|side by side|choose between|decide between|pick between|or)\b/;
const COMPARE_ALL =
  /^(?:(?:please|can you|could you|now|ok|and) )*compare (?:them|these|those|all|both|the results|(?:all |the )?(?:\w+ )?(?:candidates|jobs|results|matches|options|roles)|all of them|the two|the top (?:ones|results))(?: of (?:them|these))?(?: for me| please| side by side)?[.!? ]*$|^(?:so |and )?which (?:one )?(?:is|would be|'s) (?:the )?better(?: one| fit| match| option)?(?: for me| for us)?[.!? ]*$/;
const DIFFERENCES =
  /^(?:(?:please|can you|could you|now|ok|and|so) )*(?:(?:summari[sz]e|show(?: me)?|list|explain|tell me|what are|what's|give me)(?: all)? )?the differences?(?: between (?:them|these|those|the (?:jobs|candidates|results)))?(?: in (?:a table|short|brief))?[?.! ]*$|^(?:which|who)(?: one)?(?: of (?:these|them|those))? (?:pays?|earns?|asks?(?: for)?|costs?|is|has|are) (?:the )?(?:most|least|best paid|highest paid|cheapest|best pay|highest (?:pay|salary))[?.! ]*$/;
const RECOMMEND =
  /^(?:(?:so|and|but|ok|okay|hm+),? )*(?:(?:which|what|who)(?: one)?(?: of (?:these|them|those))? (?:do|would|should|can|will) (?:you|i) (?:recommend|suggest|pick|choose|take|prefer|go for|apply (?:to|for)|hire|invite)(?: (?:then|first|me|for me))?|(?:which|who|what)(?: one)?(?: of (?:these|them|those))? (?:is|are|looks?|seems?|fits?|suits?) (?:the )?best(?: (?:one|fit|match|choice|for me|job|candidate))?|(?:what(?:'s| is) )?your (?:pick|favou?rite|recommendation|choice|advice))[?.! ]*$/;
const EXPLAIN =
  /^(?:(?:so|but|and|ok|okay|hm+|please|can you|could you|tell me|i don't understand|i don't get|explain) )*(?:,? ?)(?:why|how come|explain|how (?:did|do|was|is|were|are|have|has|exactly|come)\b.*\b(?:scor|rank|rat|order|calculat|match|weigh|list)|what makes|what made|justify|reasons?\b|on what basis)/;
const EXPLAIN_ORDER =
  /^(?:so |but |and )?(?:why (?:this|these|that|those)(?: ones?| results?| order| ranking| matches| jobs| candidates)?|why|how (?:do|did|are) (?:you |they |these |the results |matches )?(?:rank|score|order|rate|scored|ranked|ordered)\w*(?: (?:them|these|those|results|matches|jobs|candidates|this|that))*|explain (?:the |this |that |your )?(?:ranking|order|scores?|scoring|results?)|how does (?:the |your )?(?:scoring|ranking|score) work|which (?:one )?(?:is|'s|would be) (?:the )?best(?: (?:one|fit|match))?(?: for me| for us)?(?: and why)?|why (?:is|was|were|are) (?:this|that|it|these|they) (?:one )?(?:ranked |scored |rated |placed |listed |so |on |at the )?(?:first|top|high|low|best|last|number one|here|recommended))[.!? ]*$/;
const GAPS =
  /\b(?:better (?:fit|match|candidate) for|do i have the|missing|miss|lack(?:s|ing)?|gaps?|need to (?:learn|improve|have|get|know|work on)|(?:what|which \w+|anything|what else) (?:do|would|should|must|else do) i (?:still )?(?:need|learn|improve)|(?:am i|i'm|are they|is (?:she|he)|do i|would i) (?:a )?(?:\w+ )?(?:qualif(?:y|ied)|eligible|meet)|qualif(?:y|ied) for|don't i have|fall short|falls short|short of|not have(?! to\b)|doesn't (?:\w+ )?have(?! to\b))\b/;
const DETAIL =
  /^(?:(?:so|ok|okay|and|but|now|please|great|thanks|yes|hm+|cool|nice|then),? )*(?:(?:can|could|would) (?:you|i) (?:please )?|i(?:'d| would) (?:like|love) to |i want to |let me |let's )?(?:tell me|details?|more|info|information|describe|expand|open|show|see|view|read|look at|what|what's|who|who's|where|when|how|is|does|do|are|has|have|give|i'm interested in|i am interested in|interested in|i like|i want|go to|go back to|back to|select|pick|choose|apply|learn|know|hear|about|elaborate|full|summari[sz]e|save|bookmark|shortlist|share|which company)\b/;
const ABOUT_IT =
  /^(?:(?:and|so|ok) )?(?:what(?:'s| is)|who(?:'s| is)|where(?:'s| is)|how (?:much|far|long) is) (?:the|its|their) (?:salary|pay|employer|company|location|commute|contract|title|start date|deadline|seniority|notice period|office|workplace|type of contract)(?: like| exactly)?[.!? ]*$/;
const MORE_OF_IT =
  /^(?:(?:ok|okay|please|and|can you|could you),? )*(?:tell me more|(?:give me |show me |see )?(?:more |the |full )*(?:info|information|details?)|elaborate|expand)(?: please| on (?:it|that|this)| about (?:it|that|this))?[.!? ]*$/;
/** Without a search to point into, "the top 3 candidates" asks for one. */
const BEST_OF_NONE = /\b(?:top|best|first) \w+ (?:jobs|candidates|people|roles|matches|results|positions)\b/;
const SEARCHING =
  /\b(?:(?:more|jobs|roles|ones|something|anything|others|candidates|people|some|someone|somebody|person|results) (?:just )?like|similar to|the same as|close to) $/;
/** Left over in a question about one match: short, and no new search. */
const WORDS_ALLOWED = 6;
const SEARCH_VERB = /\b(?:find|search|looking for|jobs (?:in|near|at|for|with)|candidates (?:in|near|for|with)|only|instead|cheaper|closer)\b/;

/** Follow-ups about what was shown: more, detail, compare, explain, gaps, filters. Null when the message is something else. */
export function followUp(text: string, state: SearchState | null, role: Role): FollowUp | null {
  const lower = text.toLowerCase().replace(/^[\s,.!-]+|\s+$/g, "");
  if (lower.length > LONGEST || lower === "") return null;
  if (FILTERS.test(lower)) return plain({ kind: "show-filters" });
  if (MORE.test(lower)) return plain(state ? { kind: "more" } : noSearch);
  if (state && DIFFERENCES.test(lower) && pageRanks(state).length > 1) return resolve("compare", pageRanks(state), state);
  if (state && RECOMMEND.test(lower) && state.shown.length > 0) return resolve("explain", pageRanks(state).slice(0, 1), state);
  if (COMPARE_ALL.test(lower)) return resolve("compare", pageRanks(state), state);
  if (EXPLAIN_ORDER.test(lower)) {
    const [first] = findReferences(lower);
    return first?.it || !first ? resolveReferences("explain", first ? [first] : [], state) : null;
  }
  if (state && ABOUT_IT.test(lower)) return resolveReferences("detail", [], state);
  if (MORE_OF_IT.test(lower)) return resolveReferences("detail", [], state);
  if (!state && BEST_OF_NONE.test(lower)) return null;
  const references = findReferences(lower);
  const pointing = references.filter((reference) => !reference.it);
  const kind = kindOf(lower, references, pointing, role);
  if (!kind) return null;
  if (kind === "more")
    return {
      ...plain(state ? { kind: "more" } : noSearch),
      assumptions: ["Matches like one of them cannot be searched for; these are further matches of the same search."],
    };
  return resolveReferences(kind, pointing.length > 0 ? pointing : references.slice(0, 1), state);
}

type Pointing = "detail" | "compare" | "explain" | "gaps";

function kindOf(lower: string, references: Reference[], pointing: Reference[], role: Role): Pointing | "more" | null {
  const ranks = pointing.flatMap((reference) => reference.ranks);
  const strong = pointing.some((reference) => reference.strong);
  const left = leftWords(lower, references);
  if (EXPLAIN.test(lower) && references.length > 0 && left <= 10 && (strong || /^.{0,60}\b(?:why|explain|how|reasons?|justify|what ma[dk]e)/.test(lower)))
    return pointing.length > 0 || isAboutIt(lower) ? "explain" : null;
  if (GAPS.test(lower) && !SEARCH_VERB.test(lower)) {
    if (references.length > 0 && left <= 12) return "gaps";
    if (role === "job_seeker" && /^(?:so |and |but )?(?:what(?:'s| is| am| do| else| skills?)?|which) .*\b(?:i|my|me|missing)\b/.test(lower) && left <= 8)
      return "gaps";
  }
  if (pointing.length === 0) return DETAIL.test(lower) && isAboutIt(lower) && left <= 4 && !SEARCH_VERB.test(lower) ? "detail" : null;
  if (SEARCHING.test(lower.slice(0, pointing[0]!.start)) && strong) return "more";
  if (ranks.length >= 2 && COMPARE.test(lower) && left <= WORDS_ALLOWED + 4) return "compare";
  if (SEARCH_VERB.test(lower)) return null;
  if (left === 0 || (strong && left <= 3)) return "detail";
  if (!DETAIL.test(lower) || left > WORDS_ALLOWED) return null;
  return strong || bareIsMeant(lower, pointing) ? "detail" : null;
}

/** A bare number points at a match at the end of the message ("tell me about 3") or as its subject ("is 3 remote"). */
function bareIsMeant(lower: string, pointing: Reference[]): boolean {
  const last = pointing.at(-1)!;
  if (/^[\s.!?]*(?:please|in (?:more )?detail|again)?[\s.!?]*$/.test(lower.slice(last.end)))
    return /\b(?:about|on|of|for|me|is|open|see|view|show|expand|describe|details?|and|or|with|in|to|pick|choose|select|like|want|read|summari[sz]e) (?:the )?$|^$/.test(
      lower.slice(0, pointing[0]!.start).replace(/\b(?:number|no\.?) $/, ""),
    );
  return /^(?:(?:so|and|ok|but) )?(?:is|does|has|where is|where's|who is|who's|what is|what's|what does|how much does|how much is|when was|when is|are|do) $/.test(
    lower.slice(0, pointing[0]!.start),
  );
}

const IT_AFTER =
  /\b(?:about|is|was|for|does|has|it's|of|on|with|describe|explain|why|did|make|makes|expand|open|see|that|this) (?:it|this|that|him|her|she|he)(?: (?:one|job|role|candidate|position))?\b/;
const isAboutIt = (lower: string): boolean => IT_AFTER.test(lower) && !/\bis it (?:possible|ok|legal|true|worth|raining|normal|hard|easy)\b/.test(lower);

const ASKING = new Set(
  (
    "tell me more about the a an of on in for to and or vs versus with is are was does do did has have be show open see view read describe expand details detail info information what what's whats who whose where when how much many long which why " +
    "please can could would you i i'd like love want know learn hear let let's us full give pick choose select go back interested now ok okay so but yes then great thanks cool also again save bookmark shortlist share one ones job jobs candidate candidates result results match matches " +
    "position role above below than better higher lower ranked rank ranking score scored scoring good bad fit first best contrast compare comparison compared difference differences between differ against look at apply am my did skills skill missing lack lacks lacking gap gaps need still listed placed put rated"
  ).split(" "),
);

function leftWords(lower: string, references: Reference[]): number {
  let rest = lower;
  for (const { start, end } of references.toReversed()) rest = `${rest.slice(0, start)} ${rest.slice(end)}`;
  return rest.split(/[^\p{L}\p{N}'+#-]+/u).filter((word) => word !== "" && !ASKING.has(word)).length;
}

const noSearch: Intent = { kind: "unclear", reason: "no-search-yet" };
const plain = (intent: Intent): FollowUp => ({ intent, assumptions: [] });

function pageRanks(state: SearchState | null): number[] {
  const ids = state?.page.length ? state.page : (state?.shown ?? []);
  return ids
    .map((id) => state!.shown.indexOf(id) + 1)
    .filter((rank) => rank > 0)
    .slice(0, 5);
}

function resolveReferences(kind: Pointing, references: Reference[], state: SearchState | null): FollowUp {
  const shown = state?.shown.length ?? 0;
  const ranks = references.flatMap((reference) => reference.ranks.map((rank) => (rank < 0 ? Math.max(shown + 1 + rank, 0) : rank)));
  if (ranks.length > 0 || !state) return resolve(kind, ranks, state);
  const focus = state.focus?.filter((rank) => rank <= shown);
  if (focus?.length) return resolve(kind, kind === "gaps" ? focus.slice(0, 1) : focus, state);
  const [rank = 1] = state.page.length === 1 ? pageRanks(state) : [];
  return {
    ...resolve(kind, [rank], state),
    assumptions: shown > 1 ? [`This is taken to be about number ${rank}; name another number to ask about that.`] : [],
  };
}

function resolve(kind: Pointing, named: number[], state: SearchState | null): FollowUp {
  if (!state) return plain(noSearch);
  const ranks = [...new Set(named)];
  const missing = ranks.find((rank) => rank < 1 || rank > state.shown.length);
  if (missing !== undefined) return plain({ kind: "unclear", reason: "no-such-rank", rank: missing });
  if (ranks.length === 0) return plain({ kind: "unclear", reason: "no-such-rank" });
  if (kind === "compare") return plain(ranks.length > 1 ? { kind, ranks } : { kind: "detail", ranks });
  return plain({ kind, ranks });
}
