import type { Draft } from "./draft.ts";
import type { FilterName } from "./filters.ts";

/** Filters a message lifts by name: "drop the salary filter", "any location", "seniority doesn't matter". */
export interface Drops {
  names: FilterName[];
  /** "search": start over with nothing; "filters": keep the words, lift every filter. */
  reset: "search" | "filters" | null;
}

const EXCLUSIONS: FilterName[] = ["exclude_skills", "exclude_places", "exclude_seniority", "exclude_employment_types", "exclude_companies"];
const NAMED: [source: string, filters: FilterName[]][] = [
  ["(?:minimum |maximum |desired |expected )?(?:salary|salaries|pay|wages?|money|compensation|income|budget|pay range|salary range|pay rate)", ["salary"]],
  ["(?:locations?|places?|cit(?:y|ies)|countr(?:y|ies)|regions?|areas?|towns?|distance|radius)", ["places", "exclude_places"]],
  ["(?:workplaces?|work(?:ing)? modes?|work arrangements?|work models?|on-?site or remote)", ["remote"]],
  ["(?:seniority(?: levels?)?|levels?|experience levels?|career levels?|job levels?)", ["seniority", "exclude_seniority"]],
  ["(?:(?:years of )?experience|years)", ["min_years", "max_years"]],
  ["(?:skills?|technolog(?:y|ies)|tech stack|stack|tools)", ["skills", "exclude_skills"]],
  ["(?:exclusions?|excluded \\w+)", EXCLUSIONS],
  ["(?:compan(?:y|ies)|employers?)", ["companies", "exclude_companies"]],
  [
    "(?:(?:no[- ]|direct[- ])?(?:agency|agencies|employer|employers) (?:filter|rule|restriction|limit|requirement|thing)|employer (?:kind|type)s?)",
    ["employer_kind"],
  ],
  ["(?:languages?)", ["languages"]],
  ["(?:visa(?: sponsorship)?|sponsorship)", ["visa_sponsorship"]],
  ["(?:relocation)", ["willing_to_relocate"]],
  ["(?:(?:posting |posted )?dates?|date posted|posting age|recency|freshness|time (?:limit|filter)|posting time)", ["max_age_days"]],
  ["(?:(?:job|employment|contract|work) types?|type of (?:contract|employment|job)|(?:working )?hours)", ["employment_types", "exclude_employment_types"]],
];
const ANY_NAME = NAMED.map(([source]) => source).join("|");
const NOUN = "(?: (?:filters?|limits?|requirements?|restrictions?|conditions?|constraints?|criteri(?:on|a)|preferences?|thing|bit|part))";
const VERB =
  "(?:never ?mind|open up|widen|broaden|drop|remove|forget|ignore|clear|delete|lift|cancel|relax|disregard|scrap|lose|undo|reset|get rid of|take (?:out|off|away)|stop (?:filtering|limiting|restricting)(?: by| on)?)(?: about)?";
const DETERMINER = "(?: (?:the|my|all|any|that|those|this|your|current))*";

const FORMS = [
  new RegExp(
    `\\b${VERB}${DETERMINER} (${ANY_NAME})(?:(?:,? and |, | or )(?:the )?(${ANY_NAME}))?${NOUN}?(?: (?:for now|please|altogether|completely))?(?=$|[.,!?;\\n]| (?:and|but|then|please|only|just|in|for)\\b)`,
    "g",
  ),
  new RegExp(`\\b(?:without|no|no more)(?: (?:the|a|any))? (${ANY_NAME})${NOUN}(?=$|[.,!?;\\n]| )`, "g"),
  new RegExp(
    `\\bany (${ANY_NAME})(?:(?: or |, | and )(?:any )?(${ANY_NAME}))?(?: (?:at all|is (?:fine|ok|okay|good)|will do|works|would do|goes))?(?=$|[.,!?;\\n]| (?:and|but|or|please|for|in|with)\\b)`,
    "g",
  ),
  new RegExp(
    `\\b(?:the )?(${ANY_NAME})${NOUN}? (?:doesn't|does not|do not|don't|isn't|is not|is no longer|no longer|is) (?:a must|needed|required|matters?|important|relevant|irrelevant|an issue|flexible|unimportant|open|negotiable)(?: (?:to me|to us|at all|any ?more))*`,
    "g",
  ),
  new RegExp(
    `\\b(?:(?:i |we )?(?:don't|do not) (?:really )?(?:care|mind|worry) about|regardless of|irrespective of|no matter(?: what)?|whatever|independent of|flexible (?:on|about|with))(?: (?:the|my))? (${ANY_NAME})(?=$|[.,!?;\\n]| )`,
    "g",
  ),
];
const RESET_SEARCH =
  /\b(?:start(?:ing)? (?:over|again|afresh|anew|fresh|from scratch|a new search)|new search|begin again|from scratch|forget (?:everything|all (?:of )?(?:that|this|it))|(?:reset|clear|restart)(?: (?:the|my|this))? (?:search|everything|all|chat|conversation)|clean slate|^(?:reset|restart|clear)(?=$|[.!]))/g;
const RESET_FILTERS =
  /\b(?:(?:reset|clear|remove|drop|forget|delete|lift|ignore|cancel|undo|get rid of)(?: (?:all|every|the|my|of|any|those|these|current))* (?:filters?|criteria|constraints?|conditions|restrictions)|(?:without|no)(?: any)? filters|unfiltered)\b/g;

export function readDrops(draft: Draft): Drops {
  const names: FilterName[] = [];
  let reset: Drops["reset"] = null;
  for (const span of draft.find(RESET_SEARCH)) {
    draft.take(span);
    reset = "search";
  }
  for (const form of FORMS)
    for (const match of draft.find(form)) {
      const named = [match[1], match[2]].filter((name) => name !== undefined).flatMap(filtersNamed);
      draft.take(match);
      names.push(...named);
    }
  for (const span of draft.find(RESET_FILTERS)) {
    draft.take(span);
    reset ??= "filters";
  }
  return { names: [...new Set(names)], reset };
}

const EXACT = NAMED.map(([source, filters]) => [new RegExp(`^(?:${source})$`), filters] as const);
const filtersNamed = (name: string): FilterName[] => EXACT.find(([pattern]) => pattern.test(name))?.[1] ?? [];
