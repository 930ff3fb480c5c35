import type { Match } from "../../engine/index.ts";
import { partsGlance, scoreLine } from "./score.ts";
import { factsOf } from "./text/format.ts";
import { type Line, type Style, EMPTY, indent, justify, lineWidth, span } from "./text/lines.ts";
import { type Look, glyphsFor, readableWidth } from "./text/look.ts";
import { markdownLines } from "./text/markdown.ts";
import { paintAll } from "./text/paint.ts";
import { plainLine } from "./text/plain-text.ts";
import { whyLines } from "./why.ts";
import { flow, wrap } from "./text/wrap.ts";

/** From this width on, the score stands beside the title and the parts have a line of their own. */
const WIDE = 72;
const SKILLS_SHOWN = 8;

/** One card after the other, an empty line between them. `explain` says how each score comes about. */
export function matchLines(matches: readonly Match[], look: Look, explain = false): Line[] {
  const digits = String(Math.max(0, ...matches.map(({ rank }) => rank))).length;
  return matches.flatMap((match, index) => {
    const card = cardLines(match, look, digits, explain);
    return index === 0 ? card : [EMPTY, ...card];
  });
}

function cardLines(match: Match, look: Look, rankDigits: number, explain: boolean): Line[] {
  const gap = rankDigits + 2;
  const inner = { ...look, width: Math.max(8, look.width - gap) };
  const isWide = look.width >= WIDE;
  const lines = [
    ...titleLines(match, inner, isWide),
    ...factLines(match, inner),
    ...skillLines(match, inner, SKILLS_SHOWN),
    ...(explain ? [EMPTY, ...whyLines(match, inner)] : briefLines(match, inner, isWide)),
  ];
  return indent(lines, span(`${String(match.rank).padStart(rankDigits)}  `, { dim: true }), " ".repeat(gap));
}

function briefLines(match: Match, look: Look, isWide: boolean): Line[] {
  const parts = isWide && match.score !== null ? glanceLines(match, look) : [];
  return [...parts, ...reasonLines(match, look, isWide ? 3 : 2)];
}

/** The parts of the score on one line where they fit at all. */
export function glanceLines({ parts }: Match, look: Look): Line[] {
  const glance = partsGlance(parts, look);
  const loose = flow(glance, span("  "), look.width);
  return loose.length === 1 ? loose : flow(glance, span(" "), look.width);
}

function titleLines(match: Match, look: Look, isWide: boolean): Line[] {
  const title = [span(plainLine(match.title), { bold: true })];
  const score = scoreLine(match, look);
  return isWide ? [justify(title, score, look.width, glyphsFor(look).ellipsis)] : [...wrap(title, look.width), score];
}

export function factLines(match: Match, look: Look): Line[] {
  const { dash, dot } = glyphsFor(look);
  return flow(
    factsOf(match, dash).map((fact) => [span(fact)]),
    span(` ${dot} `, { dim: true }),
    look.width,
  );
}

/** What fits and what is missing, side by side where there is room. */
export function skillLines(match: Match, look: Look, limit = Number.POSITIVE_INFINITY): Line[] {
  const has = skills("has", match.matched, { colour: "green" }, limit);
  const missing = skills("missing", match.missing, { colour: "yellow" }, limit);
  const both = [...has, span("   "), ...missing];
  if (has.length > 0 && missing.length > 0 && lineWidth(both) <= look.width) return [both];
  return [has, missing].filter((spans) => spans.length > 0).flatMap((spans) => hanging(spans, look.width));
}

function skills(label: string, names: readonly string[], style: Style, limit: number): Line {
  if (names.length === 0) return [];
  const more = names.length > limit ? ` and ${names.length - limit} more` : "";
  return [span(`${label} `, style), span(names.slice(0, limit).map(plainLine).join(", ")), span(more, { dim: true })];
}

function hanging([label, ...rest]: Line, width: number): Line[] {
  const column = lineWidth([label!]);
  return indent(wrap(rest, Math.max(1, width - column)), label!, " ".repeat(column));
}

/** Fields that the other lines of a card tell already. */
const TOLD = new Set(["skills", "remote", "location"]);

/** The reasons that say more than the other lines of a card. */
export function briefReasons({ reasons }: Match, limit: number): string[] {
  const others = reasons.filter(({ field }) => !TOLD.has(field));
  return (others.length > 0 ? others : reasons).slice(0, limit).map(({ text }) => plainLine(text));
}

function reasonLines(match: Match, look: Look, limit: number): Line[] {
  const separator = span(` ${glyphsFor(look).dot} `, { dim: true });
  return flow(
    briefReasons(match, limit).map((text) => [span(text, { dim: true })]),
    separator,
    look.width,
  );
}

/** Matches as text for a terminal or a file, without a line end. `explain` adds how each score comes about. */
export function renderMatches(
  matches: readonly Match[],
  { width, colour, ascii, explain }: { width: number; colour: boolean; ascii: boolean; explain: boolean },
): string {
  return paintAll(matchLines(matches, { width: readableWidth(width), colour, ascii }, explain), colour);
}

/** An answer's markdown as text for a terminal or a file, without a line end. */
export function renderAnswer(markdown: string, { width, colour, ascii }: { width: number; colour: boolean; ascii: boolean }): string {
  return paintAll(markdownLines(markdown, { width: readableWidth(width), colour, ascii }), colour);
}
