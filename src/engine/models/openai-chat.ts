import { ChatOpenAI, type ChatOpenAICallOptions } from "@langchain/openai";
import { openaiClient, type OpenAiAccess } from "./openai-client.ts";

export interface OpenAiChatOptions extends OpenAiAccess {
  model: string;
  maxOutputTokens?: number;
  /** Not sent to reasoning models, which refuse it. */
  temperature?: number;
}

/**
 * A chat model behind OpenAI's chat completions API. Use `.stream()`; the usage comes with the last chunk. Errors are the provider's: see `modelFailure`.
 * @throws {RolecallError} `credentials` or `configuration` when it cannot be set up.
 */
export function openaiChatModel({ model, maxOutputTokens, temperature, ...access }: OpenAiChatOptions): ChatOpenAI {
  // `streaming` stays unset: with it LangChain counts tokens of each answer by itself, with tables it fetches from the network.
  return new ChatCompletions({
    ...openaiClient(access),
    model,
    maxTokens: maxOutputTokens,
    temperature: isReasoningModel(model) ? undefined : temperature,
    streamUsage: true,
    useResponsesApi: false,
  });
}

/** `useResponsesApi: false` is a preference that LangChain overrides for some models; this holds it, and keeps one client for all bound copies. */
class ChatCompletions extends ChatOpenAI {
  protected override _useResponsesApi(): boolean {
    return false;
  }

  override withConfig(config: Partial<ChatOpenAICallOptions>): ChatCompletions {
    const bound = new ChatCompletions({ ...this.fields, completions: this.completions, responses: this.responses });
    bound.defaultOptions = { ...this.defaultOptions, ...config };
    return bound;
  }
}

function isReasoningModel(model: string): boolean {
  return /^(o\d|gpt-[5-9])/.test(model) && !/^gpt-\d-chat/.test(model);
}
