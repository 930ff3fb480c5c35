import type { Usage } from "../events.ts";

/** USD per million tokens, standard tier. `cachedInput` is for input that the provider served from its prompt cache. */
export interface ModelPrice {
  input: number;
  cachedInput: number;
  output: number;
}

/** The day the table was last compared with OpenAI's price list (developers.openai.com/api/docs/pricing). */
export const PRICES_AS_OF = "2026-09-05";

const PRICES: Record<string, ModelPrice> = {
  "gpt-4o-mini": { input: 0.15, cachedInput: 0.075, output: 0.6 },
  "gpt-4o": { input: 2.5, cachedInput: 1.25, output: 10 },
  "gpt-4o-2024-05-13": { input: 5, cachedInput: 5, output: 15 },
  "gpt-4.1": { input: 2, cachedInput: 0.5, output: 8 },
  "gpt-4.1-mini": { input: 0.4, cachedInput: 0.1, output: 1.6 },
  "gpt-4.1-nano": { input: 0.1, cachedInput: 0.025, output: 0.4 },
  "gpt-5": { input: 1.25, cachedInput: 0.125, output: 10 },
  "gpt-5-chat-latest": { input: 1.25, cachedInput: 0.125, output: 10 },
  "gpt-5-mini": { input: 0.25, cachedInput: 0.025, output: 2 },
  "gpt-5-nano": { input: 0.05, cachedInput: 0.005, output: 0.4 },
  "gpt-5.1": { input: 1.25, cachedInput: 0.125, output: 10 },
  "gpt-5.2": { input: 1.75, cachedInput: 0.175, output: 14 },
  // 5.4 and 5.5: for prompts up to 272,000 tokens.
  "gpt-5.4": { input: 2.5, cachedInput: 0.25, output: 15 },
  "gpt-5.4-mini": { input: 0.75, cachedInput: 0.075, output: 4.5 },
  "gpt-5.4-nano": { input: 0.2, cachedInput: 0.02, output: 1.25 },
  "gpt-5.5": { input: 5, cachedInput: 0.5, output: 30 },
  "text-embedding-3-large": { input: 0.13, cachedInput: 0.13, output: 0 },
  "text-embedding-3-small": { input: 0.02, cachedInput: 0.02, output: 0 },
};

const FREE: ModelPrice = { input: 0, cachedInput: 0, output: 0 };

/** The price of a model or of a dated snapshot of it; null where the table does not know it. Offline models cost nothing. */
export function priceOf(model: string): ModelPrice | null {
  if (model.startsWith("offline")) return FREE;
  return listed(model) ?? listed(model.replace(/-\d{4}-\d{2}-\d{2}$/, ""));
}

function listed(model: string): ModelPrice | null {
  return Object.hasOwn(PRICES, model) ? PRICES[model]! : null;
}

/** USD, or null where the price of the model is unknown. */
export function costUsd(model: string, usage: Usage): number | null {
  const price = priceOf(model);
  if (!price) return null;
  const cached = Math.min(usage.cached, usage.input);
  return ((usage.input - cached) * price.input + cached * price.cachedInput + usage.output * price.output) / 1e6;
}

/** What a call may cost at most, in USD: nothing of the input is counted as cached. Null where the price is unknown. */
export function estimateUsd(model: string, inputTokens: number, outputTokens: number): number | null {
  return costUsd(model, { input: inputTokens, output: outputTokens, cached: 0 });
}

/**
 * About how many tokens a text is, for budgets: four characters of plain ASCII a token, one Chinese, Japanese or Korean
 * character, two characters of any other script. Within a third of the tokenizer on prose; what is billed comes from the provider.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (const character of text) {
    quarters += character <= "\x7f" ? 1 : CJK.test(character) ? 4 : 2;
  }
  return Math.ceil(quarters / 4);
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uffef]/u;
