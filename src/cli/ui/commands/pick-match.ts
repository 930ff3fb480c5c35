import type { Match } from "../../../engine/index.ts";
import type { ConversationState } from "../conversation/state.ts";
import type { Action } from "./command.ts";

/** The match with the rank that was typed, or why there is none. */
export function pickMatch(words: readonly string[], { matches }: Pick<ConversationState, "matches">): Match | Extract<Action, { type: "refuse" }> {
  if (matches.length === 0) return { type: "refuse", message: "There are no matches yet.", hint: "Ask for some first." };
  const ranks = ranksOf(matches);
  const [typed] = words;
  const chosen = matches.find(({ rank }) => String(rank) === typed);
  if (chosen) return chosen;
  const message = typed === undefined ? "Which match?" : `There is no match ${typed}.`;
  return { type: "refuse", message, hint: `The last matches are ${rangeOf(ranks)}.` };
}

function rangeOf(ranks: readonly string[]): string {
  const isWhole = Number(ranks.at(-1)) - Number(ranks.at(0)) === ranks.length - 1;
  return isWhole && ranks.length > 2 ? `${ranks.at(0)} to ${ranks.at(-1)}` : ranks.join(", ");
}

export function ranksOf(matches: readonly Match[]): string[] {
  return matches.map(({ rank }) => String(rank));
}
