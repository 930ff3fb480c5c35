import type { CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../../../engine/deps.ts";
import { OfflineChatModel } from "../../../engine/models/offline-chat.ts";

interface Speech {
  words: number;
  /** Letters and digits of each; as many as it needs where absent. */
  length?: number;
  /** Before each word; without one the event loop turns every so many words. */
  pauseMs?: number;
}

const WORDS_A_TURN = 20;

/** The words that a wordy model says: each another one, so that any that is lost, doubled or out of place shows. */
export function wordyAnswer(words: number, length?: number): string {
  return Array.from({ length: words }, (_, index) => wordOf(index, length)).join("");
}

const wordOf = (index: number, length = 0) => `${`word${index}`.padEnd(length, "x")} `;

class WordyModel extends OfflineChatModel {
  readonly speech: (said: string) => Speech;

  constructor(speech: (said: string) => Speech) {
    super();
    this.speech = speech;
  }

  override async *_streamResponseChunks(messages: BaseMessage[], { signal }: this["ParsedCallOptions"], run?: CallbackManagerForLLMRun) {
    const { words, length, pauseMs = 0 } = this.speech(messages.map(({ text }) => text).join("\n"));
    for (let index = 0; index < words; index += 1) {
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal });
      else if (index % WORDS_A_TURN === 0) await nextTurn();
      signal?.throwIfAborted();
      const text = wordOf(index, length);
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
