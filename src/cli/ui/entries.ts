import { matchLines } from "./cards.ts";
import type { Entry } from "./conversation/state.ts";
import { detailLines } from "./match-detail.ts";
import { roleName } from "./text/format.ts";
import { type Line, EMPTY, indent, lineWidth, span } from "./text/lines.ts";
import { type Look, glyphsFor } from "./text/look.ts";
import { markdownLines } from "./text/markdown.ts";
import { plainLine } from "./text/plain-text.ts";
import { whyLines } from "./why.ts";
import { flow, wrap } from "./text/wrap.ts";

const MARGIN = "  ";

/** An entry as it stays on the screen, with the empty line that sets it off from the one before. */
export function entryLines(entry: Entry, previous: Entry | undefined, look: Look): Line[] {
  const lines = bodyLines(entry, { ...look, width: look.width - MARGIN.length });
  return isSetOff(entry, previous) ? [EMPTY, ...lines] : lines;
}

function isSetOff(entry: Entry, previous: Entry | undefined): boolean {
  if (!previous) return false;
  if (entry.kind === "answer") return !entry.tight;
  if (entry.kind === "turn-label") return previous.kind !== "answer";
  if (entry.kind === "remark") return previous.kind !== "remark" && previous.kind !== "message";
  return true;
}

function bodyLines(entry: Entry, look: Look): Line[] {
  const { prompt } = glyphsFor(look);
  switch (entry.kind) {
    case "welcome":
      return welcomeLines(entry, look);
    case "message":
      return indent(wrap([span(entry.text, { bold: true })], look.width), span(`${prompt} `, { colour: "cyan" }), MARGIN);
    case "matches":
      return indent(matchLines(entry.matches, look), MARGIN);
    case "answer":
      return indent(markdownLines(entry.markdown, look), MARGIN);
    case "remark":
    case "turn-label":
      return indent(wrap([span(entry.text, { dim: true })], look.width), MARGIN);
    case "error":
      return errorLines(entry, look);
    case "facts":
      return factsLines(entry, look);
    case "detail":
      return indent(detailLines(entry.match, look), MARGIN);
    case "why":
      return whyEntryLines(entry, look);
  }
}

export function modelName(model: string, isOffline: boolean): string {
  return isOffline ? "offline model" : model;
}

function welcomeLines({ user, model, offline, notice }: Extract<Entry, { kind: "welcome" }>, look: Look): Line[] {
  const { dot } = glyphsFor(look);
  const who = [`${plainLine(user.label)}, ${roleName(user.role)}`, modelName(model, offline), "/help lists the commands"];
  return [
    [span("Rolecall", { bold: true, colour: "cyan" })],
    ...flow(
      who.map((text) => [span(text, { dim: true })]),
      span(` ${dot} `, { dim: true }),
      look.width,
    ),
    ...(notice === null ? [] : [EMPTY, ...wrap([span(notice)], look.width)]),
  ];
}

function errorLines({ message, hint }: Extract<Entry, { kind: "error" }>, look: Look): Line[] {
  const remedy = hint === null ? [] : wrap([span(hint, { dim: true })], look.width);
  return indent([...wrap([span(message, { colour: "red" })], look.width), ...remedy], MARGIN);
}

function factsLines({ title, rows, note }: Extract<Entry, { kind: "facts" }>, look: Look): Line[] {
  const labels = rows.map(([label]) => [span(plainLine(label), { dim: true })]);
  const column = Math.max(0, ...labels.map(lineWidth)) + 2;
  const isStacked = column > look.width * 0.6;
  const body = rows.flatMap(([, text], index) => {
    const label = labels[index]!;
    const width = isStacked ? look.width - 2 : look.width - column;
    const value = wrap([span(plainLine(text))], Math.max(8, width));
    if (isStacked) return [label, ...indent(value, "  ")];
    const padded = [...label, span(" ".repeat(column - lineWidth(label)))];
    return value.map((spans, row) => (row === 0 ? [...padded, ...spans] : [span(" ".repeat(column)), ...spans]));
  });
  const remark = note === null ? [] : [EMPTY, ...wrap([span(note, { dim: true })], look.width)];
  return indent([[span(title, { bold: true })], ...body, ...remark], MARGIN);
}

function whyEntryLines({ match }: Extract<Entry, { kind: "why" }>, look: Look): Line[] {
  const title = wrap([span(`${match.rank}  `, { dim: true }), span(plainLine(match.title), { bold: true })], look.width);
  return indent([...title, EMPTY, ...whyLines(match, look)], MARGIN);
}
