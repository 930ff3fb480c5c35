import { type StructuredToolInterface, tool } from "@langchain/core/tools";
import { z } from "zod";
import type { Match } from "../matching/match.ts";
import { type MatchFacts, matchFacts } from "./facts.ts";

/** What tools work on: the matches listed so far, and a search that is already bound to who asks. */
export interface Toolbox {
  /** Listed in this session's search, by number. */
  listed: Map<number, Match>;
  /** Finds by words within the conditions of the session, lists what is new and returns what was found. */
  find(query: string): Promise<Match[]>;
  /** Told of each call, for the event stream. */
  called(name: string, input: Record<string, unknown>, found: number | null): void;
  now: Date;
}

const QUERY_CHARACTERS = 400;
const Numbers = z.object({ ns: z.array(z.number().int().positive()).min(1).max(5).describe("The numbers of listed matches") });
const One = z.object({ n: z.number().int().positive().describe("The number of a listed match") });

export function searchTool(toolbox: Toolbox, description: string): StructuredToolInterface {
  return tool(
    async ({ query }) => {
      const found = await toolbox.find(query);
      toolbox.called("search", { query }, found.length);
      return data({ matches: found.map((match) => matchFacts(match, false, toolbox.now)) });
    },
    { name: "search", description, schema: z.object({ query: z.string().min(1).max(QUERY_CHARACTERS).describe("What to look for, in words") }) },
  );
}

export function detailsTool(toolbox: Toolbox, description: string): StructuredToolInterface {
  return tool(async ({ n }) => withListed(toolbox, "details", [n], ([match]) => ({ match: matchFacts(match!, true, toolbox.now) })), {
    name: "details",
    description,
    schema: One,
  });
}

export function compareTool(toolbox: Toolbox, description: string): StructuredToolInterface {
  return tool(
    async ({ ns }) => withListed(toolbox, "compare", ns, (matches) => ({ matches: matches.map((match) => comparable(matchFacts(match, false, toolbox.now))) })),
    { name: "compare", description, schema: Numbers },
  );
}

export function explainTool(toolbox: Toolbox, description: string): StructuredToolInterface {
  return tool(
    async ({ n }) =>
      withListed(toolbox, "explain", [n], ([match]) => ({
        n,
        score: match!.score,
        coverage: match!.coverage,
        parts: match!.parts,
        matched: match!.matched,
        missing: match!.missing,
        reasons: match!.reasons,
      })),
    { name: "explain", description, schema: One },
  );
}

function withListed(toolbox: Toolbox, name: string, ns: readonly number[], answer: (matches: Match[]) => unknown): string {
  const matches = ns.flatMap((n) => toolbox.listed.get(n) ?? []);
  toolbox.called(name, ns.length === 1 ? { n: ns[0] } : { ns: [...ns] }, matches.length);
  if (matches.length < ns.length) return data({ error: "Not every number is listed.", listed: [...toolbox.listed.keys()] });
  return data(answer(matches));
}

function comparable({ text: _, ...facts }: MatchFacts): Omit<MatchFacts, "text"> {
  return facts;
}

/** Tool results are data from records: fenced like the facts, and unable to close the fence. */
function data(value: unknown): string {
  return `<data>${JSON.stringify(value).replaceAll("<", "\\u003c")}</data>`;
}
