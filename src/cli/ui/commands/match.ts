import type { Command } from "./command.ts";
import { pickMatch, ranksOf } from "./pick-match.ts";

export const match: Command = {
  name: "match",
  parameters: "<n>",
  summary: "a match in full",
  complete: ({ matches }) => ranksOf(matches),
  run(words, context) {
    const picked = pickMatch(words, context);
    return "type" in picked ? picked : { type: "show", entries: [{ kind: "detail", match: picked }] };
  },
};
