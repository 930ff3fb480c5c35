import type { CliSession, GlobalOptions } from "./session.ts";

/** Colours only where a person reads them: NO_COLOR, TERM=dumb, --no-color and pipes turn them off, for each stream on its own. */
export function wantsColour(stream: NodeJS.WriteStream, { variables }: CliSession, { color }: GlobalOptions): boolean {
  if (color === false || (variables.NO_COLOR ?? "") !== "" || variables.TERM === "dumb") return false;
  return stream.isTTY === true;
}

export function columnsOf(stream: NodeJS.WriteStream): number {
  return stream.columns ?? 80;
}
