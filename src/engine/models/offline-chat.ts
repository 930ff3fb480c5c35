import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import { composeAnswer } from "../agents/compose.ts";
import { factsIn } from "../agents/prompt.ts";
import { composeSummary, turnsIn } from "../agents/summary-prompt.ts";

export const OFFLINE_CHAT_MODEL = "offline-chat-1";

const NO_USAGE = { input_tokens: 0, output_tokens: 0, total_tokens: 0 };

/** A deterministic stand-in for a language model: it puts the prompt's facts into plain sentences. No network, no learning, no invention. */
export class OfflineChatModel extends BaseChatModel {
  constructor() {
    super({});
  }

  _llmType(): string {
    return OFFLINE_CHAT_MODEL;
  }

  /** It has no use for tools: what they would find is in the facts. */
  override bindTools(): this {
    return this;
  }

  async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const text = reply(messages);
    return { generations: [{ text, message: new AIMessage({ content: text, usage_metadata: NO_USAGE }) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this["ParsedCallOptions"],
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (const piece of reply(messages).match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
      options.signal?.throwIfAborted();
      yield new ChatGenerationChunk({ text: piece, message: new AIMessageChunk(piece) });
      await run?.handleLLMNewToken(piece);
    }
    yield new ChatGenerationChunk({ text: "", message: new AIMessageChunk({ content: "", usage_metadata: NO_USAGE }) });
  }
}

function reply(messages: readonly BaseMessage[]): string {
  const facts = factsIn(messages);
  if (facts !== null) return composeAnswer(facts);
  const turns = turnsIn(messages);
  return turns === null ? "I can only answer from the catalogue." : composeSummary(turns);
}
