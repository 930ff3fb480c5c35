import type { Log } from "../telemetry/log.ts";

type Level = "debug" | "info" | "warn" | "error";

interface Line {
  level: Level;
  facts: Record<string, unknown>;
  text: string;
}

/** A log that keeps its lines for a test to read. */
export function recordedLog(): Log & { lines: Line[] } {
  const lines: Line[] = [];
  const write = (level: Level) => (facts: Record<string, unknown>, text: string) => void lines.push({ level, facts, text });
  return { lines, debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
