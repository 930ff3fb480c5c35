import type { ClientOptions } from "@langchain/openai";
import { RolecallError } from "../errors.ts";
import { modelFetch } from "./model-fetch.ts";

export interface OpenAiAccess {
  /** May be absent where `baseUrl` names a server that wants none. */
  apiKey?: string;
  /** Up to and including `/v1`. Default: OpenAI's own. */
  baseUrl?: string;
  /** To the first byte of an answer, and between any two chunks of it. */
  timeoutMs: number;
  maxRetries: number;
}

export const OPENAI_BASE_URL = "https://api.openai.com/v1";

/**
 * What every LangChain class for OpenAI is built with. Retries and timeouts are ours (`modelFetch`), so theirs are off.
 * @throws {RolecallError} `credentials` without key and base URL, `configuration` for a base URL that is none.
 */
export function openaiClient({ apiKey, baseUrl, timeoutMs, maxRetries }: OpenAiAccess) {
  if (!apiKey && !baseUrl) {
    throw new RolecallError("credentials", "There is no key for the model provider.", {
      hint: "Set OPENAI_API_KEY, or OPENAI_BASE_URL to a server that needs none.",
    });
  }
  const baseURL = baseUrl ?? OPENAI_BASE_URL;
  if (!/^https?:$/.test(URL.parse(baseURL)?.protocol ?? "")) {
    throw new RolecallError("configuration", "The base URL of the model provider is not an http(s) URL.", {
      hint: `Set OPENAI_BASE_URL to one such as ${OPENAI_BASE_URL}, or unset it.`,
    });
  }
  const configuration: ClientOptions = {
    baseURL,
    logLevel: "off",
    fetch: modelFetch({ timeoutMs, maxRetries, keyless: !apiKey }),
  };
  // An empty key would make the SDK look for one in the environment; this one is never sent.
  return { apiKey: apiKey || "none", configuration, timeout: longestCall(timeoutMs, maxRetries), maxRetries: 0 };
}

/** Every attempt and every wait at its limit, and some room: this limit must never be the one that strikes. */
function longestCall(timeoutMs: number, maxRetries: number): number {
  return Math.min(2 * timeoutMs * (maxRetries + 1) + 10_000, 2 ** 31 - 1);
}
