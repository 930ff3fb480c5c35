/** Structured log lines: facts first, then a sentence. Never carries contact data, prompts, keys or message texts. */
export interface Log {
  debug(facts: Record<string, unknown>, text: string): void;
  info(facts: Record<string, unknown>, text: string): void;
  warn(facts: Record<string, unknown>, text: string): void;
  error(facts: Record<string, unknown>, text: string): void;
}

type Level = keyof Log;
const LEVELS: readonly Level[] = ["debug", "info", "warn", "error"];

export interface LeveledLog extends Log {
  /** Whether lines of this level go anywhere: where they do not, what they would say need not be gathered. */
  isLevelEnabled(level: Level): boolean;
}

/** Lines of this level and above go to stderr by pino, which is loaded with the first of them. */
export function openLog(least: Level | "silent"): LeveledLog {
  let loading: Promise<{ logger: Log }> | undefined;
  const isLevelEnabled = (level: Level) => least !== "silent" && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
  const write = (level: Level) => (facts: Record<string, unknown>, text: string) => {
    if (!isLevelEnabled(level)) return;
    loading ??= loadPino(least as Level);
    void loading.then(({ logger }) => logger[level](facts, text));
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error"), isLevelEnabled };
}

async function loadPino(level: Level): Promise<{ logger: Log }> {
  const { default: pino } = await import("pino");
  return { logger: pino({ level, base: undefined, redact: ["*.contact", "*.email", "*.phone"] }, pino.destination({ dest: 2, sync: true })) };
}
