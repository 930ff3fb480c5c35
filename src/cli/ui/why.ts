import type { Match, Part } from "../../engine/index.ts";
import { bandStyle, bar, NOT_ENOUGH_KNOWN } from "./score.ts";
import { percent } from "./text/format.ts";
import { type Line, type Style, EMPTY, span } from "./text/lines.ts";
import type { Look } from "./text/look.ts";
import { plainLine } from "./text/plain-text.ts";
import { wrap } from "./text/wrap.ts";

const BAR_CELLS = 10;
const WITH_BARS = 50;

/** How the score comes about: how well each part fits, its weight, and the points it adds; the points add up to the score. */
export function whyLines(match: Match, look: Look): Line[] {
  const known = `${percent(match.coverage)} of the weights could be compared. What is unknown counts neither for nor against.`;
  return [
    row("part", ["fit", "weight", "adds"], { dim: true }, look),
    ...match.parts.map((part) => partRow(part, match, look)),
    ...scoreRow(match, look),
    EMPTY,
    ...wrap([span(known, { dim: true })], look.width),
    ...reasonsWithFields(match, look),
  ];
}

/** A part of the score in one sentence, for those who listen. */
export function partSentence({ name, weight, value, contribution }: Part): string {
  if (value === null) return `${name}: unknown, weight ${weight.toFixed(2)}.`;
  return `${name}: fit ${value.toFixed(2)}, weight ${weight.toFixed(2)}, adds ${contribution.toFixed(3)}.`;
}

function scoreRow({ score }: Match, look: Look): Line[] {
  if (score === null) return [[span("score".padEnd(11), { bold: true }), span(NOT_ENOUGH_KNOWN, { dim: true })]];
  return [row("score", ["", "", points(score)], { bold: true }, look)];
}

function reasonsWithFields({ reasons }: Match, look: Look): Line[] {
  const lines = reasons.flatMap(({ field, text }) => wrap([span(plainLine(text)), span(` (${plainLine(field)})`, { dim: true })], look.width));
  return lines.length === 0 ? [] : [EMPTY, ...lines];
}

function partRow(part: Part, match: Match, look: Look): Line {
  if (part.value === null) return row(part.name, ["unknown", part.weight.toFixed(2), ""], { dim: true }, look);
  const numbers = [part.value.toFixed(2), part.weight.toFixed(2), points(part.contribution)];
  return row(part.name, numbers, {}, look, bar(part.value, BAR_CELLS, look, bandStyle(match)));
}

const NO_BAR = [span(" ".repeat(BAR_CELLS))];

function row(name: string, numbers: readonly string[], style: Style, look: Look, middle: Line = NO_BAR): Line {
  const [fit = "", weight = "", adds = ""] = numbers;
  const columns = `${fit.padStart(9)}${weight.padStart(8)}${adds.padStart(8)}`;
  return [span(name.padEnd(11), style), ...(look.width < WITH_BARS ? [] : middle), span(columns, style)];
}

function points(share: number): string {
  return (share * 100).toFixed(1);
}
