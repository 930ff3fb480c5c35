import { ChatOpenAI, type ChatOpenAICallOptions } from "@langchain/openai";
import { RolecallError } from "../errors.ts";
import { modelFailure } from "./failure.ts";
import { openaiClient, type OpenAiAccess } from "./openai-client.ts";

export interface OpenAiChatOptions extends OpenAiAccess {
  model: string;
  maxOutputTokens?: number;
  /** Not sent to reasoning models, which refuse it. */
  temperature?: number;
}

/**
 * A chat model behind OpenAI's chat completions API. Use `.stream()`; the usage comes with the last chunk. Errors are the provider's: see `modelFailure`.
 * An answer that a content filter stopped, or that is no answer, ends with one of ours.
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

  override async *_streamResponseChunks(...call: Parameters<ChatOpenAI["_streamResponseChunks"]>): ReturnType<ChatOpenAI["_streamResponseChunks"]> {
    let finish: unknown;
    try {
      for await (const chunk of super._streamResponseChunks(...call)) {
        finish = chunk.generationInfo?.finish_reason ?? finish;
        yield chunk;
      }
    } catch (error) {
      // LangChain reads properties of whatever JSON it is sent.
      throw modelFailure(error).code === "internal" ? unreadable() : error;
    }
    if (finish === "content_filter") throw filtered();
  }
}

function unreadable(): RolecallError {
  return new RolecallError("model_unavailable", "The model sent an answer that cannot be read.", { hint: "Try again in a moment." });
}

function filtered(): RolecallError {
  return new RolecallError("invalid_input", "The model provider's content filter stopped the answer.", {
    hint: "Say it in other words.",
    facts: { reason: "content-filter" },
  });
}

function isReasoningModel(model: string): boolean {
  return /^(o\d|gpt-[5-9])/.test(model) && !/^gpt-\d-chat/.test(model);
}
