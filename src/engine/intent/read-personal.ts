import type { Draft } from "./draft.ts";

const PERSONAL = [
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /\bhttps?:\/\/\S+|\bwww\.\S+/g,
  /(?<![\w.,])(?:\+|00)\d[\d ()-]{7,}\d/g,
  /(?<=\b[Mm]y name(?: is|'s) )\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2}/gu,
  /(?<=\b(?:[Cc]all me|[Tt]his is|[Nn]ame:) )\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2}(?=[,.]| and\b| here\b)/gu,
  /(?<=\b(?:I'm|I am|i'm|i am) )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?(?=, | and (?:I|i)\b)/gu,
];

/** Takes names, addresses and numbers of people out of the message, so that none of them is searched for. */
export function takePersonal(draft: Draft): void {
  for (const pattern of PERSONAL) for (const match of draft.text.matchAll(pattern)) draft.take({ start: match.index, end: match.index + match[0].length });
}
