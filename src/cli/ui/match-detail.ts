import type { Match } from "../../engine/index.ts";
import { factLines, glanceLines, skillLines } from "./cards.ts";
import { scoreLine } from "./score.ts";
import { type Line, EMPTY, indent, span } from "./text/lines.ts";
import { type Look, glyphsFor } from "./text/look.ts";
import { plainLine, plainText } from "./text/plain-text.ts";
import { wrap } from "./text/wrap.ts";

/** One match with all that its record tells. */
export function detailLines(match: Match, look: Look): Line[] {
  const sections: Line[][] = [
    [
      ...wrap([span(plainLine(match.title), { bold: true })], look.width),
      ...factLines(match, look),
      scoreLine(match, look),
      ...(match.score === null ? [] : glanceLines(match, look)),
    ],
    skillLines(match, look),
    match.reasons.flatMap(({ text }) => bulleted(text, look)),
    facts(match).flatMap(([label, text]) => labelled(label, text, look)),
    wrap([span(plainText(match.kind === "job" ? match.record.description : match.record.summary))], look.width),
  ];
  const filled = sections.filter((lines) => lines.some((spans) => spans.length > 0));
  return filled.flatMap((lines, index) => (index === 0 ? lines : [EMPTY, ...lines]));
}

/** The rest of the record as label and text, unknown things left out. */
export function facts(match: Match): [label: string, text: string][] {
  const rows: [string, string | undefined][] = match.kind === "job" ? jobFacts(match.record) : candidateFacts(match.record);
  return rows.flatMap(([label, text]): [string, string][] => (text === undefined || text === "" ? [] : [[label, plainLine(text)]]));
}

type JobRecord = Extract<Match, { kind: "job" }>["record"];
type CandidateRecord = Extract<Match, { kind: "candidate" }>["record"];

function jobFacts(job: JobRecord): [string, string | undefined][] {
  return [
    ["seniority", job.seniority],
    ["employment", job.employment_type?.replace("_", " ")],
    ["experience", job.min_years === undefined ? undefined : `${job.min_years} years or more`],
    ["languages", job.languages?.join(", ")],
    ["visa", job.visa_sponsorship === undefined ? undefined : job.visa_sponsorship ? "sponsored" : "not sponsored"],
    ["posted", job.posted_at?.slice(0, 10)],
    ["open until", job.expires_at?.slice(0, 10)],
    ["id", job._id],
  ];
}

function candidateFacts(resume: CandidateRecord): [string, string | undefined][] {
  const positions = resume.experience.map(({ title, company, start, end }): [string, string] => [
    `${start ?? "?"} to ${end ?? "now"}`,
    company === undefined ? title : `${title}, ${company}`,
  ]);
  return [
    ["seniority", resume.seniority],
    ["relocation", resume.willing_to_relocate === undefined ? undefined : resume.willing_to_relocate ? "willing to move" : "stays"],
    ["languages", resume.languages.map(({ name, level }) => (level === undefined ? name : `${name} (${level})`)).join(", ")],
    ...positions,
    ["education", resume.education.map(({ degree, institution }) => [degree, institution].filter(Boolean).join(", ")).join("; ")],
    ["updated", resume.updated_at?.slice(0, 10)],
    ["id", resume._id],
  ];
}

function labelled(label: string, text: string, look: Look): Line[] {
  const column = 20;
  const isNarrow = look.width < 48;
  const width = Math.max(8, look.width - (isNarrow ? 2 : column));
  const lines = wrap([span(text)], width);
  const first = span(plainLine(label).padEnd(column), { dim: true });
  return isNarrow ? [[span(label, { dim: true })], ...indent(lines, "  ")] : indent(lines, first, " ".repeat(column));
}

function bulleted(text: string, look: Look): Line[] {
  return indent(wrap([span(plainLine(text))], look.width - 2), span(`${glyphsFor(look).bullet} `, { dim: true }), "  ");
}
