import { findPlaces } from "../vocabulary/places.ts";
import { canonicalSkill } from "../vocabulary/skills.ts";
import type { Draft } from "./draft.ts";
import type { Mention } from "./mention.ts";

/** "Marketing agency" and "estate agency" are employers, not go-betweens. */
const NOT_AN_AGENCY =
  "(?<!\\b(?:marketing|ad|advertising|creative|digital|design|media|pr|travel|estate|letting|lettings|news|government|federal|public|state|space|model|modelling|modeling|adoption|branding|communications|seo|social|web|environmental|environment|housing|credit|rating|insurance|translation|talent|ticket|border|tax|intelligence|enforcement|development|un) )";
const AGENCY = new RegExp(
  `${NOT_AN_AGENCY}\\b(?:(?:recruit(?:ment|ing|er)|staffing|employment|temp(?:ing)?|nursing|care|job) )?(?:agencies|agency)\\b(?:[- ](?:jobs|work|shifts|roles|positions|posts|listings|ads|ones|postings|employers?))?(?! (?:manager|director|owner|account|side|experience|nurse manager|producer|partner))`,
  "g",
);
const RECRUITERS = /\b(?:third[- ]party |external )?(?:recruiters|head ?hunters|middlemen|consultancies|intermediaries)\b(?! (?:jobs|roles|positions))/g;
const RECRUITERS_DENIED = /\b(?:no|not|without|avoid|from|through|via|by|excluding|except|any) (?:any |from |through |via |by |third[- ]party |external )*$/;
const DIRECT =
  /\b(?:only )?(?:direct(?:ly)?[- ](?:from |with |by |to )?(?:the )?(?:employers?|hire|hires|companies|company)(?: only)?|direct (?:only|jobs|roles|positions|ones|applications)|(?:real |actual |end )?(?:employers|companies) (?:only|directly)|in-house (?:only|recruit\w+))\b/g;

const NAME_PART = "[\\p{Lu}\\d][\\p{L}\\p{N}&'.+-]*";
const NAME = `${NAME_PART}(?: (?:(?:of|and|&|the|de|von|van|for) )?${NAME_PART}){0,4}`;
const QUOTED = '"([^"\\n]{2,60})"';
const LEAD =
  "(?:[Ww]ork(?:s|ed|ing)? (?:at|for)|[Cc]urrently at|[Pp]osted by|[Ee]x-|[Ff]ormerly(?: (?:at|of))?|[Oo]penings? at|[Jj]obs (?:at|by)|[Rr]oles (?:at|by)|[Pp]ositions at|[Vv]acancies at|[Cc]ompan(?:y|ies)|[Ee]mployers?|[Aa]t|[Bb]y|[Ff]rom|[Ll]ike)";
const AT_COMPANY = new RegExp(`(?<![\\p{L}\\d])(${LEAD})[: ]?(?:the company |company |the )?(?:(${NAME})|${QUOTED})`, "gu");
const WORKPLACE_LEAD = /^(?:work|jobs|roles|positions|vacancies|open|compan|employer)/i;
const NEXT_COMPANY = new RegExp(`^(?: or | and |, |, or |, and )(?:at |by |from )?(?:(${NAME})|${QUOTED})`, "u");
const DENIED_COMPANY =
  /\b(?:not|nothing|no jobs|no roles|except|excluding|anything but|anywhere but) (?:at|by|from|with|for) ([a-z][\w&'.-]*(?: [a-z][\w&'.-]*)?)(?=$|[.,;!?\n]| (?:and|or|but|in|please)\b)/g;

const NEVER_A_COMPANY =
  /^(?:I|I'm|I've|Least|Most|Home|Night|Nights|Work|Senior|Junior|Mid|Lead|Entry|Remote|Hybrid|Full|Part|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|\d.*|English|German|French|Spanish|NHS Band.*)$/;
const GENERIC =
  /^(?:a|an|the|any|all|least|most|night|nights|home|work|weekends?|scale|height|hospitals?|schools?|startups?|banks?|agenc\w+|univers\w+|restaurants?|hotels?|warehouses?|airports?|offices?|school|sea|my|our|your|their|this|that|once|big|small|large|london|the moment|job|jobs)\b/;
const SIMILAR_BEFORE = /\b(?:like|similar to|same as|such as)(?: (?:the|those|that|this|job|jobs|role|roles|one|ones|position|positions))*(?: \w+){0,2} ?$/i;

export function readEmployerKind(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  const add = (value: "direct" | "agency", { start, end }: { start: number; end: number }): void => {
    draft.take({ start, end });
    mentions.push({ kind: "employer-kind", value, start, end });
  };
  for (const span of draft.find(DIRECT)) add("direct", span);
  for (const span of draft.find(AGENCY)) add("agency", span);
  for (const span of draft.find(RECRUITERS)) if (RECRUITERS_DENIED.test(draft.lower.slice(Math.max(0, span.start - 40), span.start))) add("agency", span);
  return mentions;
}

/** Companies: written with capitals or in quotes after "at", "by", "from" and the like, unless the name is a place. */
export function readCompanies(draft: Draft): Mention[] {
  const mentions: Mention[] = [];
  const add = (name: string, start: number): void => {
    const span = { start, end: start + name.length };
    draft.take(span);
    mentions.push({ kind: "company", name: name.trim(), ...span });
  };
  for (const match of draft.text.matchAll(AT_COMPANY)) {
    const name = companyName(match[2], match[3]);
    const nameStart = match.index + match[0].length - (match[3] ? match[3].length + 1 : (match[2]?.length ?? 0));
    if (!name || !draft.isLeft({ start: match.index, end: nameStart + name.length })) continue;
    if (/^like$/i.test(match[1]!) || SIMILAR_BEFORE.test(draft.text.slice(Math.max(0, match.index - 40), match.index))) {
      draft.keep({ start: nameStart, end: nameStart + name.length });
      continue;
    }
    if (!match[3] && (isPlace(name) || (canonicalSkill(name) && !WORKPLACE_LEAD.test(match[1]!)))) continue;
    draft.take({ start: match.index, end: nameStart });
    add(name, nameStart);
    if (name === match[2] || match[3]) addListed(draft, nameStart + name.length + (match[3] ? 1 : 0), add);
  }
  for (const match of draft.find(DENIED_COMPANY)) {
    const name = match[1]!;
    const start = match.end - name.length;
    if (GENERIC.test(name) || isPlace(name)) continue;
    add(draft.text.slice(start, match.end), start);
  }
  return mentions;
}

function addListed(draft: Draft, from: number, add: (name: string, start: number) => void): void {
  for (let at = from; ;) {
    const next = NEXT_COMPANY.exec(draft.text.slice(at, at + 120));
    const name = next && companyName(next[1], next[2]);
    if (!next || !name || (!next[2] && isPlace(name))) return;
    const start = at + next[0].length - (next[2] ? next[2].length + 1 : next[1]!.length);
    add(name, start);
    at = start + name.length + (next[2] ? 1 : 0);
  }
}

function companyName(written: string | undefined, quoted: string | undefined): string | null {
  if (quoted) return quoted;
  if (!written || NEVER_A_COMPANY.test(written.split(" ")[0]!)) return null;
  return written.replace(/[.,'-]+$/, "");
}

/** "London" and "Berlin Germany" are places all through; "Bank of England" only in part. */
function isPlace(name: string): boolean {
  let covered = 0;
  for (const { start, end } of findPlaces(name)) covered += end - start;
  return covered >= name.replace(/^The /, "").length - 2;
}
