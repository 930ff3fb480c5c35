import { appendFileSync, readFileSync } from "node:fs";
import { type Cell, pasted } from "./cells.ts";

export interface History {
  readonly entries: readonly (readonly Cell[])[];
  add(message: string): void;
}

const KEPT = 500;

/** What the user has sent before, kept in `file` as one JSON string a line where there is one. A history that cannot be read or written is no reason to fail. */
export function openHistory(file?: string): History {
  return {
    entries: file === undefined ? [] : read(file).map(pasted),
    add(message) {
      if (file === undefined) return;
      try {
        appendFileSync(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
      } catch {}
    },
  };
}

function read(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").flatMap(messageOf).slice(-KEPT);
  } catch {
    return [];
  }
}

function messageOf(row: string): string[] {
  try {
    const message: unknown = JSON.parse(row);
    return typeof message === "string" ? [message] : [];
  } catch {
    return [];
  }
}
