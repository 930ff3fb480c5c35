import type { MarkedToken, Token, Tokens } from "marked";
import { type Span, type Style, span } from "./lines.ts";
import type { Look } from "./look.ts";

const CITATION = /(\[\d{1,3}\])/;

/** Emphasis, code, links and citations as styled runs. A link is its text and its address, never a terminal link. */
export function inlineSpans(tokens: readonly Token[], look: Look, style: Style = {}): Span[] {
  return (tokens as MarkedToken[]).flatMap((token): Span[] => {
    switch (token.type) {
      case "strong":
        return inlineSpans(token.tokens, look, { ...style, bold: true });
      case "em":
        return inlineSpans(token.tokens, look, { ...style, italic: true });
      case "del":
        return inlineSpans(token.tokens, look, { ...style, strike: true });
      case "codespan":
        return [look.colour ? span(token.text, { ...style, colour: "cyan" }) : span(`\`${token.text}\``, style)];
      case "br":
        return [span("\n", style)];
      case "link":
        return link(token, look, style);
      case "image":
        return [span(token.text === "" ? token.href : `${token.text} (${token.href})`, style)];
      case "text":
        return token.tokens ? inlineSpans(token.tokens, look, style) : words(token.text, style);
      case "escape":
        return [span(token.text, style)];
      default:
        return [span(token.raw, style)];
    }
  });
}

function link({ tokens, href, text }: Tokens.Link, look: Look, style: Style): Span[] {
  const address = href.replace(/^mailto:/, "");
  if (text === href || text === address) return [span(address, { ...style, underline: true })];
  return [...inlineSpans(tokens, look, style), span(` (${href})`, { ...style, dim: true })];
}

function words(text: string, style: Style): Span[] {
  const parts = text.replaceAll("\n", " ").split(CITATION);
  return parts.filter((part) => part !== "").map((part) => (CITATION.test(part) ? span(part, { ...style, colour: "cyan" }) : span(part, style)));
}
