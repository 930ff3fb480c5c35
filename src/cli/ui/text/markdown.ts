import { type MarkedToken, type Token, type Tokens, marked } from "marked";
import { inlineSpans } from "./inline.ts";
import { type Line, EMPTY, indent, line, lineWidth, span } from "./lines.ts";
import { type Look, glyphsFor } from "./look.ts";
import { plainText } from "./plain-text.ts";
import { chop, wrap } from "./wrap.ts";

/** Sets markdown in lines of at most `look.width` columns, blocks apart by an empty line. */
export function markdownLines(markdown: string, look: Look): Line[] {
  return blocks(tokensOf(plainText(markdown)), look);
}

export function tokensOf(markdown: string): MarkedToken[] {
  return marked.lexer(markdown) as MarkedToken[];
}

function blocks(tokens: Token[], look: Look): Line[] {
  const shown = (tokens as MarkedToken[]).map((token) => block(token, look)).filter((lines) => lines.length > 0);
  return shown.flatMap((lines, index) => (index === 0 ? lines : [EMPTY, ...lines]));
}

function block(token: MarkedToken, look: Look): Line[] {
  const glyphs = glyphsFor(look);
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading":
      return wrap(inlineSpans(token.tokens, look, { bold: true }), look.width);
    case "code":
      return indent(chop([span(token.text, { colour: "cyan" })], Math.max(1, look.width - 4)), "    ");
    case "hr":
      return [line(span(glyphs.rule.repeat(Math.min(24, look.width)), { dim: true }))];
    case "blockquote": {
      const quoted = blocks(token.tokens, { ...look, width: Math.max(1, look.width - 2) });
      return indent(quoted, span(`${glyphs.quote} `, { dim: true }));
    }
    case "list":
      return list(token, look);
    case "table":
      return table(token, look);
    case "text":
    case "paragraph":
      return wrap(inlineSpans(token.tokens ?? [token], look), look.width);
    default:
      return wrap([span(token.raw.trim())], look.width);
  }
}

function list(token: Tokens.List, look: Look): Line[] {
  const start = token.start === "" ? 1 : token.start;
  return token.items.flatMap((item, index) => {
    const mark = token.ordered ? `${start + index}. ` : `${glyphsFor(look).bullet} `;
    const task = item.task ? `[${item.checked ? "x" : " "}] ` : "";
    const content = item.tokens.filter(({ type }) => type !== "checkbox");
    const inner = tightBlocks(content, { ...look, width: Math.max(1, look.width - mark.length - task.length) });
    return indent(inner, span(mark + task, { dim: true }), " ".repeat(mark.length + task.length));
  });
}

/** Blocks of a list item follow each other without empty lines. */
function tightBlocks(tokens: Token[], look: Look): Line[] {
  const lines = (tokens as MarkedToken[]).flatMap((token) => block(token, look));
  return lines.length === 0 ? [EMPTY] : lines;
}

function table({ header, rows }: Tokens.Table, look: Look): Line[] {
  const cells = [header, ...rows].map((row, index) => row.map((cell) => inlineSpans(cell.tokens, look, index === 0 ? { bold: true } : {})));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => lineWidth(row[column] ?? []))));
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  if (total > look.width) return cells.slice(1).flatMap((row) => record(cells[0] ?? [], row, look));
  return cells.map((row) =>
    row.flatMap((cell, column) => {
      const isLast = column === row.length - 1;
      return isLast ? cell : [...cell, span(" ".repeat((widths[column] ?? 0) - lineWidth(cell) + 2))];
    }),
  );
}

/** A row of a table that is too wide for the screen: one line for each cell. */
function record(header: Line[], row: Line[], look: Look): Line[] {
  const fields = row.map((cell, column) => [...(header[column] ?? []), span(": "), ...cell]);
  return fields.flatMap((field, index) => indent(wrap(field, Math.max(1, look.width - 2)), index === 0 ? `${glyphsFor(look).bullet} ` : "  ", "  "));
}
