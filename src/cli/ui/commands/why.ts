import type { Command } from "./command.ts";
import { pickMatch, ranksOf } from "./pick-match.ts";

export const why: Command = {
  name: "why",
  parameters: "<n>",
  summary: "how a match's score comes about",
  complete: ({ matches }) => ranksOf(matches),
  run(words, context) {
    const picked = pickMatch(words, context);
    return "type" in picked ? picked : { type: "show", entries: [{ kind: "why", match: picked }] };
  },
};
