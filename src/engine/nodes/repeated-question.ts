import type { Intent, SearchState } from "../intent/intent.ts";
import { plainWording } from "../intent/wording.ts";

/** Politeness around a request says nothing about what is sought. */
const OPENING =
  /^(?:(?:please|hi|hello|hey|ok|okay)[,.!]* |(?:can|could|would) you |(?:show|find|give|get) (?:me|us) |(?:(?:i am|i'm|we are|we're) )?(?:looking|searching) for |search for |i want |(?:i|we) need |(?:i'd|i would|we'd|we would) like )+(?=\S)/;
const CLOSING = /(?:[\s,.!?…]+(?:please|pls|thanks|thank you|thx))*[\s.!?…]*$/;

/** Where one of these is said, or a number, the order of the words may carry the meaning. */
const ORDERING = new RegExp(
  String.raw`\d|n't\b|\b(?:${[
    "no|non|not|never|neither|nor|none|nothing|nobody|cannot|without|except|excluding|unless|hardly|barely|avoid|lacking|minus|instead|rather",
    "but|or|than|then|before|after|over|under|above|below|more|less|fewer|most|least|only|just|also|other|another|like|unlike|as|if",
    "from|to|by|of|for|with|at|on|near|around|within|between|until|since|either|both|any|all|who|whom|whose|that|which|where|when|while",
  ].join("|")})\b`,
);

/**
 * What makes two questions one: the same reading, and the same words. The words alone may be told apart by case, spaces and politeness;
 * by punctuation and order only where no word depends on another and no filter has two values that words could be paired with.
 * What builds on matches shown before is the same only where those are.
 */
export function questionOf(intent: Intent, search: SearchState | null, text: string): unknown {
  const wording = plainWording(text).toLowerCase().replace(/\s+/g, " ").replace(OPENING, "").replace(CLOSING, "");
  if (intent.kind === "search" && intent.mode === "new") {
    const { filters, query } = intent;
    const free = !ORDERING.test(wording) && Object.values(filters).every((value) => !Array.isArray(value) || value.length < 2);
    return [intent.kind, filters, query.toLowerCase(), free ? wordsOf(wording).toSorted() : wording];
  }
  const { focus: _, ...shown } = search ?? {};
  return [intent, shown, wording];
}

/** Without the punctuation around them: "C++", ".NET" and "60.5k" stay what they are. */
function wordsOf(wording: string): string[] {
  return wording
    .replace(/[,;](?=\p{L})/gu, " ")
    .split(" ")
    .map((word) => word.replace(/^["'([{]+|["')\]},;:.!?…]+$/g, ""))
    .filter((word) => word !== "");
}
