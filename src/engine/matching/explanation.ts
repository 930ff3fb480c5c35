import type { Job, PublicResume } from "../catalog/records.ts";
import { yearsWorked } from "../catalog/experience.ts";
import { ageText, listText, payText, placeName, plural, workplaceName } from "../text/phrases.ts";
import type { Ask } from "./ask.ts";
import type { Match, PartName } from "./match.ts";
import type { Scored } from "./score.ts";

export type Reason = Match["reasons"][number];

/** Why a job or candidate is a match, each reason with the record's field it rests on. Only what is known is said. */
export function reasonsFor(ask: Ask, record: Job | PublicResume, scored: Scored, now: Date): Reason[] {
  const value = (name: PartName) => scored.parts.find((part) => part.name === name)?.value ?? null;
  return [...skillReasons(ask, scored), ...("title" in record ? jobReasons(record, value, now) : candidateReasons(record, value, now))];
}

function skillReasons(ask: Ask, { matched, missing }: Scored): Reason[] {
  const [held, lacking] =
    ask.collection === "resumes" ? ["Has", "Not stated"] : ask.skillsFromMessage ? ["Lists", "Not listed"] : ["You have", "Also required"];
  const reasons: Reason[] = [];
  if (matched.length > 0) reasons.push({ field: "skills", text: `${held} ${listText(matched.slice(0, 5))}${more(matched, 5)}` });
  if (missing.length > 0) reasons.push({ field: "skills", text: `${lacking}: ${listText(missing.slice(0, 4))}${more(missing, 4)}` });
  return reasons;
}

function jobReasons(job: Job, value: (name: PartName) => number | null, now: Date): Reason[] {
  const reasons: Reason[] = [];
  const place = placeName(job.location);
  if (job.remote !== undefined) reasons.push({ field: "remote", text: `${capital(workplaceName(job.remote))}${place === null ? "" : `, ${place}`}` });
  else if (place !== null) reasons.push({ field: "location", text: place });
  const pay = payText(job.salary);
  if (pay !== null) reasons.push({ field: "salary", text: `Pays ${pay}${payVerdict(value("salary"))}` });
  if (job.seniority !== undefined && value("seniority") !== null) reasons.push({ field: "seniority", text: levelText(job.seniority, value("seniority")!) });
  if (job.posted_at !== undefined) reasons.push({ field: "posted_at", text: `Posted ${ageText(new Date(job.posted_at), now)}` });
  return reasons;
}

function candidateReasons(resume: PublicResume, value: (name: PartName) => number | null, now: Date): Reason[] {
  const reasons: Reason[] = [];
  const place = placeName(resume.location);
  if (place !== null) reasons.push({ field: "location", text: `Based in ${place}${resume.willing_to_relocate ? ", would relocate" : ""}` });
  const years = yearsWorked(resume.experience, now);
  if (years !== null)
    reasons.push({ field: "experience", text: `${plural(Math.floor(years), "year")} of experience, latest as ${resume.experience[0]?.title ?? "unknown"}` });
  const pay = payText(resume.desired_salary);
  if (pay !== null) reasons.push({ field: "desired_salary", text: `Asks ${pay}` });
  if (resume.seniority !== undefined && value("seniority") !== null)
    reasons.push({ field: "seniority", text: levelText(resume.seniority, value("seniority")!) });
  return reasons;
}

function payVerdict(value: number | null): string {
  if (value === null) return "";
  return value === 1 ? ", which meets the ask" : value === 0 ? ", well below the ask" : ", a little below the ask";
}

function levelText(level: string, value: number): string {
  return `${capital(level)} level${value === 1 ? ", as sought" : value >= 0.5 ? ", one step off" : ", some steps off"}`;
}

function more(items: readonly string[], shown: number): string {
  return items.length > shown ? ` and ${items.length - shown} more` : "";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
