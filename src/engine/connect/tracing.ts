import type { Config } from "../config.ts";
import { RolecallError } from "../errors.ts";
import type { LeveledLog } from "../telemetry/log.ts";
import type { Tracing } from "../telemetry/tracing.ts";

const LANGSMITH_ENDPOINT = "https://api.smith.langchain.com";

export async function openTracing(config: Config, log: LeveledLog): Promise<Tracing> {
  const { LANGSMITH_TRACING, LANGSMITH_API_KEY: apiKey, LANGSMITH_PROJECT: project, LANGSMITH_TRACING_SAMPLING_RATE: samplingRate } = config;
  if (!LANGSMITH_TRACING) return (await import("../telemetry/log-tracing.ts")).logTracing(log);
  if (apiKey === undefined) {
    throw new RolecallError("configuration", "LANGSMITH_TRACING is on, but there is no key for LangSmith.", {
      hint: "Set LANGSMITH_API_KEY, or unset LANGSMITH_TRACING.",
    });
  }
  const { langsmithTracing } = await import("../telemetry/langsmith-tracing.ts");
  return langsmithTracing({ apiKey, endpoint: config.LANGSMITH_ENDPOINT ?? LANGSMITH_ENDPOINT, project, samplingRate }, log);
}
