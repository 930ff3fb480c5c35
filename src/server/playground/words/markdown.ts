import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { element } from "../element.ts";
import { type InlineParts, inlineNodes, markedNodes } from "./inline.ts";

export function tokensOf(markdown: string): Token[] {
  return Lexer.lex(markdown).filter(({ type }) => type !== "space" && type !== "def");
}

/** A block of markdown as an element. What is not known, HTML above all, is shown as the text that it is. */
export function blockElement(block: Token, parts: InlineParts): HTMLElement {
  const token = block as MarkedToken;
  switch (token.type) {
    case "heading":
      return element("p", { class: "heading" }, ...inlineNodes(token.tokens, parts));
    case "code":
      return element("pre", { tabindex: 0, role: "region", "aria-label": "Code" }, element("code", {}, ...markedNodes(token.text, parts)));
    case "hr":
      return element("hr");
    case "blockquote":
      return element("blockquote", {}, ...blocks(token.tokens, parts));
    case "list":
      return list(token, parts);
    case "table":
      return table(token, parts);
    case "text":
    case "paragraph":
      return element("p", {}, ...inlineNodes(token.tokens ?? [token], parts));
    default:
      return element("p", {}, ...markedNodes(token.raw.trim(), parts));
  }
}

function blocks(tokens: readonly Token[], parts: InlineParts): HTMLElement[] {
  return tokens.filter(({ type }) => type !== "space" && type !== "def").map((token) => blockElement(token, parts));
}

function list({ ordered, start, items }: Tokens.List, parts: InlineParts): HTMLElement {
  const lines = items.map(({ tokens }) => element("li", {}, ...tokens.flatMap((token) => itemNodes(token, parts))));
  return ordered ? element("ol", { start: start === "" ? 1 : start }, ...lines) : element("ul", {}, ...lines);
}

/** The words of a list item need no paragraph of their own. */
function itemNodes(token: Token, parts: InlineParts): Node[] {
  if (token.type === "space" || token.type === "checkbox") return [];
  return token.type === "text" ? inlineNodes(token.tokens ?? [token], parts) : [blockElement(token, parts)];
}

function table({ header, rows }: Tokens.Table, parts: InlineParts): HTMLElement {
  const cells = (tag: "th" | "td", row: Tokens.TableCell[]) => element("tr", {}, ...row.map((cell) => element(tag, {}, ...inlineNodes(cell.tokens, parts))));
  const lines = element("table", {}, element("thead", {}, cells("th", header)), element("tbody", {}, ...rows.map((row) => cells("td", row))));
  return element("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": "Table" }, lines);
}
