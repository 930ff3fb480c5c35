/** Structured log lines: facts first, then a sentence. Never carries contact data, prompts, keys or message texts. */
export interface Log {
  debug(facts: Record<string, unknown>, text: string): void;
  info(facts: Record<string, unknown>, text: string): void;
  warn(facts: Record<string, unknown>, text: string): void;
  error(facts: Record<string, unknown>, text: string): void;
}

const nothing = () => {};
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** pino on stderr, loaded only when something is to be logged. */
export async function openLog(level: string): Promise<Log> {
  if (level === "silent") return SILENT;
  const { pino } = await import("pino");
  const logger = pino({ level, base: undefined, redact: ["*.contact", "*.email", "*.phone"] }, pino.destination({ dest: 2, sync: true }));
  return {
    debug: (facts, text) => logger.debug(facts, text),
    info: (facts, text) => logger.info(facts, text),
    warn: (facts, text) => logger.warn(facts, text),
    error: (facts, text) => logger.error(facts, text),
  };
}
