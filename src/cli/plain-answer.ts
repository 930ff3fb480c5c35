import type { TurnEvent } from "../engine/index.ts";
import type { CliSession, GlobalOptions } from "./session.ts";
import { columnsOf, wantsColour } from "./terminal.ts";
import { renderMatches } from "./ui/cards.ts";
import { plainText, plainTextStream } from "./ui/text/plain-text.ts";

/** Writes a turn as text: the matches, then the words as they come; remarks on stderr once it is over. */
export function plainWriter(session: CliSession, options: GlobalOptions): { write(event: TurnEvent): void } {
  const { stdout, stderr } = session;
  const style = { width: Math.min(100, columnsOf(stdout)), colour: wantsColour(stdout, session, options), ascii: options.ascii ?? false, explain: false };
  const plain = plainTextStream();
  const notices: string[] = [];
  return {
    write(event) {
      if (event.type === "matches-found") stdout.write(`${renderMatches(event.items, style)}\n\n`);
      if (event.type === "text-delta") stdout.write(plain(event.text));
      if (event.type === "turn-end") stdout.write("\n");
      if (event.type === "notice" && !options.quiet) notices.push(event.text);
      if (event.type === "turn-end" && notices.length > 0) stderr.write(`\n${notices.map(plainText).join("\n")}\n`);
    },
  };
}
