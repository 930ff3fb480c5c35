import type { Config } from "../config.ts";

/** The model that needs none. */
export const OFFLINE = "offline";

export function hasModelAccess(config: Config): boolean {
  return config.OPENAI_API_KEY !== undefined || config.OPENAI_BASE_URL !== undefined;
}

export function modelAccess(config: Config) {
  return {
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    timeoutMs: config.ROLECALL_MODEL_TIMEOUT_MS,
    maxRetries: config.ROLECALL_MODEL_RETRIES,
  };
}
