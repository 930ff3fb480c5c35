import type { CliSession, GlobalOptions } from "./session.ts";

/** Colours only where a person reads them: NO_COLOR, TERM=dumb, --no-color and pipes turn them off, for each stream on its own. */
export function wantsColour(stream: NodeJS.WriteStream, { variables }: CliSession, { color }: GlobalOptions): boolean {
  if (color === false || (variables.NO_COLOR ?? "") !== "" || variables.TERM === "dumb") return false;
  return stream.isTTY === true;
}

/** Longer lines tire the eye. A pipe has no width of its own, so nothing needs to be cut for it. */
const WIDEST = 100;

export function columnsOf(stream: NodeJS.WriteStream): number {
  return Math.min(WIDEST, stream.columns ?? WIDEST);
}
