import { element } from "../element.ts";
import type { Match } from "./facts.ts";
import { matchCard } from "./match-card.ts";

/** The cards of one answer, best first. They stay as they are when more come. */
export interface MatchList {
  readonly element: HTMLElement;
  show(matches: readonly Match[]): void;
}

export function matchList(runId: string): MatchList {
  const list = element("ol", { class: "matches", "aria-label": "Matches", hidden: true });
  let count = 0;
  return {
    element: list,
    show(matches) {
      if (matches.length < count) {
        list.replaceChildren();
        count = 0;
      }
      for (; count < matches.length; count += 1) list.append(matchCard(matches[count]!, `match-${runId}-${count + 1}`));
      list.hidden = count === 0;
    },
  };
}
