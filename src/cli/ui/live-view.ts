import type { ChatEngine } from "./chat-engine.ts";
import type { Completion } from "./commands/commands.ts";
import type { ConversationState } from "./conversation/state.ts";
import type { EditorState } from "./editor/editor.ts";
import { cursorPlace, rowsOf } from "./editor/rows.ts";
import { statusLines } from "./status-line.ts";
import { type Line, EMPTY, fit, indent, span } from "./text/lines.ts";
import { type Look, glyphsFor, usableWidth } from "./text/look.ts";
import { markdownLines } from "./text/markdown.ts";
import { widthOf } from "./text/width.ts";

const MARGIN = "  ";
const ANSWER_ROWS = 12;
const INPUT_ROWS = 8;
const MENU_ROWS = 6;

export interface LiveInput {
  state: ConversationState;
  description: ChatEngine["description"];
  editor: EditorState;
  completions: readonly Completion[];
  /** Stands in for the status line, e.g. how to leave. */
  hint: string | null;
  columns: number;
  /** Counts up while something runs. */
  frame: number;
  rows: number;
}

export interface LiveView {
  lines: Line[];
  cursor: { x: number; y: number };
}

/** The part of the screen that changes: the growing end of the answer, the input, the status. Always lower than the screen. */
export function liveView(input: LiveInput, look: Look): LiveView {
  const footer = footerLines(input, look);
  const typing = inputView(input, look);
  const above = [EMPTY, ...activityLines(input, look)];
  const room = input.rows - 2 - footer.length - typing.lines.length - above.length;
  const answer = answerLines(input.state, look).slice(-Math.max(0, Math.min(ANSWER_ROWS, room)));
  const before = [...(room > 0 ? answer : []), ...above];
  const all = [...before, ...typing.lines, ...footer];
  const dropped = Math.max(0, all.length - (input.rows - 1));
  return {
    lines: all.slice(dropped),
    cursor: { x: typing.cursor.x, y: Math.max(0, before.length + typing.cursor.y - dropped) },
  };
}

/** The columns of the input, which `rowAway` counts by too. */
export function inputWidth(look: Look): number {
  return look.width - MARGIN.length;
}

function answerLines({ unfinished }: ConversationState, look: Look): Line[] {
  if (unfinished.markdown.trim() === "") return [];
  const lines = markdownLines(closeOpenMarks(unfinished.markdown), { ...look, width: look.width - MARGIN.length });
  return [...(unfinished.tight ? [] : [EMPTY]), ...indent(lines, MARGIN)];
}

/** Ends an emphasis that is still being written, so that its marks do not flash by. */
export function closeOpenMarks(markdown: string): string {
  if (markdown.includes("```")) return markdown;
  return ["**", "`"].reduce((text, mark) => {
    const isOpen = text.split(mark).length % 2 === 0;
    if (!isOpen) return text;
    return text.endsWith(mark) ? text.slice(0, -mark.length) : `${text.trimEnd()}${mark}`;
  }, markdown);
}

function activityLines({ state, frame }: LiveInput, look: Look): Line[] {
  const { spinner, ellipsis } = glyphsFor(look);
  const lines: Line[] = [];
  if (state.activity) {
    const mark = span(`${spinner[frame % spinner.length]} `, { colour: "cyan" });
    const label = state.activity.stopping ? "Stopping" : state.activity.label;
    const keys = state.activity.stopping ? "" : "  Esc stops";
    lines.push(fit([mark, span(label + ellipsis), span(keys, { dim: true })], look.width, ellipsis));
  }
  if (state.queued) lines.push(oneLine(`next: ${state.queued.shown}`, "  Up takes it back", look));
  return lines.length === 0 ? [] : [...lines, EMPTY];
}

function oneLine(text: string, suffix: string, look: Look): Line {
  const { ellipsis } = glyphsFor(look);
  const shown = fit([span(MARGIN), span(text.replaceAll(/\s+/g, " "), { dim: true })], look.width - widthOf(suffix), ellipsis);
  return [...shown, span(suffix, { dim: true })];
}

function inputView({ editor, state, rows }: LiveInput, look: Look): LiveView {
  const { prompt } = glyphsFor(look);
  const { cells, cursor } = editor;
  const mark = span(`${prompt} `, { colour: "cyan", bold: true });
  if (cells.length === 0) return { lines: [[mark, span(placeholder(state), { dim: true })]], cursor: { x: MARGIN.length, y: 0 } };

  const all = rowsOf(cells, inputWidth(look));
  const place = cursorPlace(cells, all, cursor);
  const shownRows = Math.max(1, Math.min(INPUT_ROWS, Math.floor(rows / 3)));
  const top = Math.max(0, Math.min(place.row - Math.floor(shownRows / 2), all.length - shownRows));
  const shown = all
    .slice(top, top + shownRows)
    .map(({ from, to }) =>
      cells.slice(from, to).map(({ text, label }) => (label === undefined ? span(text.replace("\n", "")) : span(label, { colour: "cyan" }))),
    );
  const lines = shown.map((spans, index): Line => [index + top === 0 ? mark : span(MARGIN), ...spans]);
  return { lines, cursor: { x: MARGIN.length + place.column, y: place.row - top } };
}

function placeholder({ actor, entries, activity }: ConversationState): string {
  if (activity || entries.some(({ kind }) => kind === "message")) return "";
  return actor.role === "employer" ? "Describe who you are looking for" : "Describe the job you are looking for";
}

function footerLines({ state, description, completions, hint, editor, columns }: LiveInput, look: Look): Line[] {
  if (hint === null && completions.length > 0) return [EMPTY, ...indent(menuLines(completions, look), MARGIN)];
  const inner = { ...look, width: look.width - MARGIN.length };
  const isMultiLine = editor.cells.some(({ text }) => text === "\n");
  const said = hint ?? (isMultiLine ? "Enter sends, Ctrl+J adds a line" : null);
  if (said === null) return [EMPTY, ...indent(statusLines(state, description, { ...look, width: usableWidth(columns) - MARGIN.length }), MARGIN)];
  return [EMPTY, ...indent([fit([span(said, { dim: true })], inner.width, glyphsFor(look).ellipsis)], MARGIN)];
}

function menuLines(completions: readonly Completion[], look: Look): Line[] {
  const { ellipsis } = glyphsFor(look);
  const shown = completions.slice(0, MENU_ROWS);
  const column = Math.max(...shown.map(({ label }) => widthOf(label))) + 2;
  const lines = shown.map(({ label, summary }) => fit([span(label.padEnd(column)), span(summary, { dim: true })], look.width - 2, ellipsis));
  const more = completions.length - shown.length;
  return more > 0 ? [...lines, [span(`and ${more} more`, { dim: true })]] : lines;
}
