import { type EmploymentType, type Role, SENIORITIES, type Seniority, type Workplace, Workplace as WorkplaceSchema } from "../catalog/records.ts";
import { describeSalary } from "./describe.ts";
import type { Filters, Place } from "./filters.ts";
import { type Judged, type JudgedOf, ofKind } from "./mention.ts";
import { type PayContext, currencyFor, periodFor } from "./pay-defaults.ts";

/** What the mentions of one message amount to. */
export interface Assembled {
  filters: Filters;
  /** "Anywhere": the places of the search are lifted. */
  anywhere: boolean;
  /** Kilometres around the places of the search. */
  radius: number | undefined;
  assumptions: string[];
  unread: string[];
}

export interface AssembleContext extends Omit<PayContext, "places"> {
  role: Role;
  /** The message as the mentions' offsets refer to it. */
  text: string;
  /** Places of the running search, for the currency of a refinement. */
  knownPlaces: readonly Place[];
}

/** A sum with a second one: "between 40k and 60k". */
const RANGE = /\d\S*\s?(?:-|–|—|to|and|bis|und)\s?\D{0,3}\d/i;
const ENDING: readonly EmploymentType[] = ["contract", "temporary", "internship"];
const unique = <T>(values: T[]): T[] => [...new Set(values)];
const listed = <T>(values: T[]): T[] | undefined => (values.length > 0 ? unique(values) : undefined);

export function assemble(mentions: readonly Judged[], context: AssembleContext): Assembled {
  const assumptions: string[] = [];
  const unread: string[] = [];
  const wanted = mentions.filter(({ polarity }) => polarity === "wanted");
  const unwanted = mentions.filter(({ polarity }) => polarity === "unwanted");
  for (const mention of mentions) if (mention.polarity === "unread") unread.push(denialWith(mention, context.text));
  for (const mention of mentions)
    if (mention.polarity === "wish") assumptions.push(`“${context.text.slice(mention.start, mention.end)}” is taken as a wish, not as a condition.`);

  const places = placesOf(wanted, context);
  const filters: Filters = {
    ...skillFilters(wanted, unwanted, context.text, assumptions),
    places: distinctPlaces(places),
    exclude_places: distinctPlaces(placesOf(unwanted, context)),
    remote: workplaces(wanted, unwanted),
    salary: salaryFilter(wanted, places, context, assumptions, unread),
    seniority: listed(ofKind(wanted, "seniority").flatMap(({ values }) => values))?.toSorted(byLevel),
    exclude_seniority: listed(ofKind(unwanted, "seniority").flatMap(({ values }) => values))?.toSorted(byLevel),
    ...yearsFilters(wanted, context.role, assumptions),
    ...employmentFilters(wanted, unwanted),
    max_age_days: recencyFilter(wanted, assumptions),
    employer_kind: employerKind(wanted, unwanted),
    companies: listed(ofKind(wanted, "company").map(({ name }) => name)),
    exclude_companies: listed(ofKind(unwanted, "company").map(({ name }) => name)),
    languages: languageFilter(wanted, context.role, assumptions),
    visa_sponsorship: ofKind(wanted, "sponsorship").some(({ needed }) => needed) || undefined,
    willing_to_relocate: ofKind(wanted, "relocation").length > 0 ? true : undefined,
  };
  if (context.role === "employer") resumesLack(filters, assumptions);
  const [radius] = ofKind(wanted, "radius");
  if (radius && places.length + context.knownPlaces.length === 0) unread.push(context.text.slice(radius.start, radius.end));
  for (const mention of unwanted)
    if (mention.kind === "language" || mention.kind === "relocation" || mention.kind === "recency")
      unread.push(`not ${context.text.slice(mention.start, mention.end)}`);
  return { filters: stated(filters), anywhere: ofKind(wanted, "anywhere").length > 0, radius: radius?.km, assumptions, unread };
}

const denialWith = ({ start, end }: Judged, text: string): string => `${/\S+ \S+ $/.exec(text.slice(0, start))?.[0] ?? ""}${text.slice(start, end)}`;

/** Without the keys that hold nothing. */
export function stated(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}

const byLevel = (a: Seniority, b: Seniority): number => SENIORITIES.indexOf(a) - SENIORITIES.indexOf(b);
const EITHER = /^,? (?:(?:and ?\/ ?)?or|\/ ?or) (?:with |in |at |for )?$/;
const LISTED = /^,? $/;

/** All skills are demands, so alternatives ("React or Vue") cannot be among them: they stay search words. */
function skillFilters(wanted: Judged[], unwanted: Judged[], text: string, assumptions: string[]): Pick<Filters, "skills" | "exclude_skills"> {
  const skills = ofKind(wanted, "skill").filter(({ trade }) => !trade);
  const demanded: string[] = [];
  for (let first = 0; first < skills.length;) {
    let last = first;
    while (
      last + 1 < skills.length &&
      (EITHER.test(between(text, skills, last)) || (LISTED.test(between(text, skills, last)) && leadsToOr(text, skills, last + 1)))
    )
      last++;
    const group = unique(skills.slice(first, last + 1).map(({ name }) => name));
    if (group.length > 1) assumptions.push(anyIsWelcome(group));
    else demanded.push(group[0]!);
    first = last + 1;
  }
  const excluded = ofKind(unwanted, "skill").map(({ name }) => name);
  return { skills: listed(demanded.filter((name) => !excluded.includes(name))), exclude_skills: listed(excluded) };
}

const anyIsWelcome = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(", ")} or ${names.at(-1)}: any of them is welcome, so they move matches up and exclude none.`;

const between = (text: string, skills: JudgedOf<"skill">[], at: number): string => text.slice(skills[at]!.end, skills[at + 1]!.start).toLowerCase();

function leadsToOr(text: string, skills: JudgedOf<"skill">[], from: number): boolean {
  for (let at = from; at + 1 < skills.length; at++) {
    if (EITHER.test(between(text, skills, at))) return true;
    if (!LISTED.test(between(text, skills, at))) return false;
  }
  return false;
}

/** Of a name that several countries know, the profile's country is meant. */
function placesOf(mentions: Judged[], { country }: AssembleContext): Place[] {
  return ofKind(mentions, "place").flatMap(({ places }) => {
    const [first] = places;
    const sameName = places.length > 1 && places.every((place) => place.city !== undefined && place.city === first!.city);
    const here = sameName ? places.filter((place) => place.country === country) : [];
    return here.length > 0 ? here : places;
  });
}

function distinctPlaces(places: Place[]): Place[] | undefined {
  return listed(places.map((place) => JSON.stringify(place)))?.map((written) => JSON.parse(written) as Place);
}

function workplaces(wanted: Judged[], unwanted: Judged[]): Workplace[] | undefined {
  const asked = listed(ofKind(wanted, "workplace").map(({ value }) => value));
  if (asked) return asked;
  const refused = ofKind(unwanted, "workplace").map(({ value }) => value);
  return refused.length > 0 ? listed(WorkplaceSchema.options.filter((value) => !refused.includes(value))) : undefined;
}

/** A seeker names the least they take, an employer the most they pay. */
function salaryFilter(wanted: Judged[], places: Place[], context: AssembleContext, assumptions: string[], unread: string[]): Filters["salary"] {
  const asks = ofKind(wanted, "salary");
  const wrongEnd = context.role === "job_seeker" ? "at-most" : "at-least";
  const usable = asks.filter(({ bound }) => bound !== wrongEnd);
  for (const ask of asks)
    if (ask.bound === wrongEnd && (context.role === "job_seeker" || usable.length > 0)) unread.push(context.text.slice(ask.start, ask.end));
  const ask = usable[0] ?? (context.role === "employer" ? asks[0] : undefined);
  if (!ask) return undefined;
  const amount = context.role === "employer" ? (ask.most ?? ask.amount) : ask.amount;
  const currency = currencyFor(ask.currency, { ...context, places: places.length > 0 ? places : context.knownPlaces });
  const period = ask.period ?? periodFor(amount, currency.code);
  const salary = { amount, currency: currency.code, period };
  const wording = context.text.slice(ask.start, ask.end);
  if (currency.assumed || !ask.period)
    assumptions.push(
      `“${wording}” is taken as ${RANGE.test(wording) && context.role === "job_seeker" ? "at least " : ""}${describeSalary(salary)}${RANGE.test(wording) && context.role === "job_seeker" ? "; there is no filter for the upper end" : ""}.`,
    );
  if (context.role === "employer" && (ask.bound === "at-least" || ask.most !== undefined))
    assumptions.push(`${describeSalary(salary)} is taken as the most you pay: candidates who want more are left out.`);
  return salary;
}

/** A seeker's own years are the most a job may ask for; years without "I have" too, unless they say "at least". */
function yearsFilters(wanted: Judged[], role: Role, assumptions: string[]): Pick<Filters, "min_years" | "max_years"> {
  const years = ofKind(wanted, "years");
  let [min_years, max_years]: (number | undefined)[] = [undefined, undefined];
  for (const { least, most, own } of years) {
    const exact = least !== undefined && least === most;
    if (role === "employer") {
      min_years = least ?? min_years;
      max_years = exact ? max_years : (most ?? max_years);
    } else if (own || exact) {
      max_years = most ?? least;
      if (max_years! > 0) assumptions.push(`With ${max_years} years of experience, jobs that ask for more are left out.`);
    } else {
      min_years = least ?? min_years;
      max_years = most ?? max_years;
    }
  }
  return { min_years, max_years };
}

function employmentFilters(wanted: Judged[], unwanted: Judged[]): Pick<Filters, "employment_types" | "exclude_employment_types"> {
  const asked = ofKind(wanted, "employment").flatMap(({ values }) => values);
  const refused = ofKind(unwanted, "employment").flatMap(({ values }) => values);
  if (ofKind(unwanted, "permanence").length > 0) asked.push("contract", "temporary");
  if (ofKind(wanted, "permanence").length > 0) refused.push(...ENDING.filter((type) => !asked.includes(type)));
  return { employment_types: listed(asked), exclude_employment_types: listed(refused) };
}

function recencyFilter(wanted: Judged[], assumptions: string[]): number | undefined {
  const asks = ofKind(wanted, "recency");
  if (asks.length === 0) return undefined;
  const ask = asks.reduce((least, other) => (other.days < least.days ? other : least));
  if (ask.vague) assumptions.push(`“Recent” is taken as the last ${ask.days} days.`);
  return ask.days;
}

function employerKind(wanted: Judged[], unwanted: Judged[]): Filters["employer_kind"] {
  const asked = ofKind(wanted, "employer-kind")[0]?.value;
  const refused = ofKind(unwanted, "employer-kind")[0]?.value;
  if (asked && asked !== refused) return asked;
  return refused === undefined ? undefined : refused === "agency" ? "direct" : "agency";
}

const NOT_IN_RESUMES = {
  employment_types: "the type of employment",
  exclude_employment_types: "the type of employment",
  employer_kind: "agencies or direct employers",
  companies: "former employers",
  exclude_companies: "former employers",
  visa_sponsorship: "visa sponsorship",
} as const;

/** A filter on what no resume states would leave nobody, so it is said instead of set. Interns are told by their level. */
function resumesLack(filters: Filters, assumptions: string[]): void {
  if (filters.employment_types?.includes("internship") && filters.seniority === undefined) filters.seniority = ["intern", "junior"];
  const lacking = (Object.keys(NOT_IN_RESUMES) as (keyof typeof NOT_IN_RESUMES)[]).filter((name) => filters[name] !== undefined);
  for (const name of lacking) delete filters[name];
  const said = unique(lacking.map((name) => NOT_IN_RESUMES[name]));
  if (said.length > 0) assumptions.push(`Candidates cannot be narrowed by ${said.join(" and ")}, as resumes do not state it.`);
}

function languageFilter(wanted: Judged[], role: Role, assumptions: string[]): string[] | undefined {
  const asked = ofKind(wanted, "language");
  const own = role === "job_seeker" ? unique(asked.filter((mention) => mention.own).map(({ name }) => name)) : [];
  if (own.length > 0) assumptions.push(`You speak ${own.join(" and ")}: taken as what you bring, so jobs in other languages stay in.`);
  const either = unique(asked.filter((mention) => mention.either && !own.includes(mention.name)).map(({ name }) => name));
  if (either.length > 1) assumptions.push(anyIsWelcome(either));
  return listed(asked.map(({ name }) => name).filter((name) => !own.includes(name) && !either.includes(name)));
}
