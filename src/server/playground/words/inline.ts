import type { MarkedToken, Token, Tokens } from "marked";
import { element } from "../element.ts";
import { MARK } from "./resume-marks.ts";

/** What stands in the words besides words. Null: nothing to show for it. */
export interface InlineParts {
  citation: (n: number) => Node | null;
  mark: () => Node;
}

const CITATIONS = /(\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\])/;
const MARKS = new RegExp(`(${MARK})`);

/** Emphasis, code, links and citations as nodes. A link is its text and its address: nothing that an answer says can be followed by accident. */
export function inlineNodes(tokens: readonly Token[], parts: InlineParts): Node[] {
  return (tokens as MarkedToken[]).flatMap((token): Node[] => {
    switch (token.type) {
      case "strong":
      case "em":
      case "del":
        return [element(token.type, {}, ...inlineNodes(token.tokens, parts))];
      case "codespan":
        return [element("code", {}, ...markedNodes(token.text, parts))];
      case "br":
        return [element("br")];
      case "link":
        return linkNodes(token, parts);
      case "image":
        return markedNodes(token.text === "" ? token.href : `${token.text} (${token.href})`, parts);
      case "text":
        return token.tokens ? inlineNodes(token.tokens, parts) : wordNodes(token.text, parts);
      case "escape":
        return markedNodes(token.text, parts);
      default:
        return markedNodes(token.raw, parts);
    }
  });
}

function linkNodes({ tokens, href, text }: Tokens.Link, parts: InlineParts): Node[] {
  const address = href.replace(/^mailto:/, "");
  if (text === href || text === address) return markedNodes(text, parts);
  return [...inlineNodes(tokens, parts), element("span", { class: "address" }, ...markedNodes(` (${href})`, parts))];
}

function wordNodes(text: string, parts: InlineParts): Node[] {
  return text.split(CITATIONS).flatMap((piece, index) => (index % 2 === 0 ? markedNodes(piece, parts) : citationNodes(piece, parts)));
}

function citationNodes(piece: string, parts: InlineParts): Node[] {
  const linked = piece.match(/\d+/g)!.map((n) => parts.citation(Number(n)));
  return linked.every((node) => node !== null) ? linked : [new Text(piece)];
}

/** Text as it is, but for the marks in it. */
export function markedNodes(text: string, parts: InlineParts): Node[] {
  return text
    .split(MARKS)
    .filter((piece) => piece !== "")
    .map((piece) => (piece === MARK ? parts.mark() : new Text(piece)));
}
