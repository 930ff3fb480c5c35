import { Text } from "ink";
import type { ReactNode } from "react";
import type { Line } from "./text/lines.ts";
import { paintAll } from "./text/paint.ts";

/** Lines that were set for the screen already; Ink only places them. */
export function Lines({ lines, colour }: { lines: readonly Line[]; colour: boolean }): ReactNode {
  return <Text wrap="truncate-end">{paintAll(lines, colour)}</Text>;
}
