import { isTerminal } from "../events.ts";
import type { LoggedEvent } from "./turn-log.ts";

interface Part {
  entries: LoggedEvent[];
  /** The first of them ends a turn whose beginning is lost: nothing of it was told before. */
  isEndOfLost: boolean;
}

/** Leaves out the events of turns whose beginning is lost, but for their end: half a text would read as something else. */
export interface WholeTurns {
  parts(entries: readonly LoggedEvent[]): Part[];
  /** The reader has lost what was told. */
  restart(): void;
}

/** `continues`: the reader knows the turn that runs from before. */
export function wholeTurns(continues: boolean): WholeTurns {
  /** The turn whose beginning was told; undefined where it need not be known. */
  let begun: string | null | undefined = continues ? undefined : null;
  return {
    parts(entries) {
      const parts: Part[] = [];
      let part: Part = { entries: [], isEndOfLost: false };
      for (const entry of entries) {
        if (entry.event.type === "turn-start") begun = entry.turnId;
        const isWhole = begun === undefined || begun === entry.turnId;
        if (!isWhole && isTerminal(entry.event)) {
          parts.push(part);
          part = { entries: [], isEndOfLost: true };
        }
        if (isWhole || isTerminal(entry.event)) part.entries.push(entry);
      }
      return [...parts, part].filter(({ entries: told }) => told.length > 0);
    },
    restart() {
      begun = null;
    },
  };
}
