import { type Role, describeDegradation, parseFilterFlags } from "../../engine/index.ts";
import { interruptible } from "../interruption.ts";
import { actorFor, open } from "../open.ts";
import { type Handler, printDocument } from "../session.ts";
import { columnsOf, wantsColour } from "../terminal.ts";
import { renderMatches } from "../ui/cards.ts";

export interface SearchOptions {
  role?: Role;
  user?: string;
  k: number;
  filter?: string[];
  explain?: boolean;
}

export const search: Handler<SearchOptions, [string]> = async (session, options, query) => {
  const given = parseFilterFlags(options.filter ?? []);
  using interruption = interruptible(session, "Stopped.", "Run the same command again.");
  await using opened = await open(session, options, { seeds: true, signal: interruption.signal });
  const { engine } = opened;
  const actor = await actorFor(engine, options);
  const { filters, matches, excluded, degraded } = await engine.search({ ...actor, query, filters: given, k: options.k });
  interruption.signal.throwIfAborted();
  if (options.json) {
    printDocument(session, { query, filters, matches, degraded });
    return 0;
  }
  const { stdout, stderr } = session;
  const style = { width: columnsOf(stdout), colour: wantsColour(stdout, session, options), ascii: options.ascii ?? false, explain: options.explain ?? false };
  stdout.write(matches.length === 0 ? "Nothing matches.\n" : `${renderMatches(matches, style)}\n`);
  if (options.quiet) return 0;
  for (const part of degraded) stderr.write(`${describeDegradation(part)}\n`);
  for (const { reason, count } of excluded) stderr.write(`${count} left out: ${reason}\n`);
  return 0;
};
