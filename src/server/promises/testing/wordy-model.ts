import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../../../engine/deps.ts";
import { OfflineChatModel } from "../../../engine/models/offline-chat.ts";

interface Speech {
  words: number;
  /** Before each word; without one the event loop turns every so many words. */
  pauseMs?: number;
}

const WORDS_A_TURN = 20;

/** The words that a wordy model says: each another one, so that any that is lost, doubled or out of place shows. */
export function wordyAnswer(words: number): string {
  return Array.from({ length: words }, (_, index) => `word${index} `).join("");
}

class WordyModel extends OfflineChatModel {
  readonly speech: (said: string) => Speech;

  constructor(speech: (said: string) => Speech) {
    super();
    this.speech = speech;
  }

  override async *_streamResponseChunks(messages: BaseMessage[], { signal }: this["ParsedCallOptions"], run?: CallbackManagerForLLMRun) {
    const { words, pauseMs = 0 } = this.speech(messages.map(({ text }) => text).join("\n"));
    for (let index = 0; index < words; index += 1) {
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
      else if (index % WORDS_A_TURN === 0) await nextTurn();
      signal?.throwIfAborted();
      const text = `word${index} `;
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
      await run?.handleLLMNewToken(text);
    }
  }
}

/** Has every answer be so long and so slow. `speech` sees all that the model is given. */
export function wordy(speech: Speech | ((said: string) => Speech)) {
  return (ports: Ports): Ports => ({
    ...ports,
    chatModel: { ...ports.chatModel, model: new WordyModel(typeof speech === "function" ? speech : () => speech) },
  });
}
