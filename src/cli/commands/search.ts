import { type Role, parseFilterFlags } from "../../engine/index.ts";
import { actorFor, open } from "../open.ts";
import type { Handler } from "../session.ts";
import { columnsOf, wantsColour } from "../terminal.ts";
import { renderMatches } from "../ui/cards.ts";

export interface SearchOptions {
  role?: Role;
  user?: string;
  k: number;
  filter?: string[];
  explain?: boolean;
}

export const searchCommand: Handler<SearchOptions, [string]> = async (session, options, query) => {
  const filters = parseFilterFlags(options.filter ?? []);
  await using opened = await open(session, options, { seeds: true });
  const { engine } = opened;
  const actor = await actorFor(engine, options);
  const result = await engine.search({ ...actor, query, filters, k: options.k });
  const { stdout, stderr } = session;
  if (options.json) {
    stdout.write(`${JSON.stringify({ schema_version: 1, query: result.query, filters: result.filters, matches: result.matches })}\n`);
    return 0;
  }
  const style = { width: Math.min(100, columnsOf(stdout)), colour: wantsColour(stdout, session, options), ascii: options.ascii ?? false, explain: options.explain ?? false };
  stdout.write(result.matches.length === 0 ? "Nothing matches.\n" : `${renderMatches(result.matches, style)}\n`);
  if (!options.quiet) for (const { reason, count } of result.excluded) stderr.write(`${count} left out: ${reason}\n`);
  return 0;
};
