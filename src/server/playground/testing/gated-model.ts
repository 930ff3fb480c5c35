import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../../../engine/deps.ts";
import { OfflineChatModel } from "../../../engine/models/offline-chat.ts";

/** Decides how far a model may speak. */
export interface Gate {
  /** Lets it say so many more words. */
  allow(words: number): void;
  /** From now on, as it likes. */
  open(): void;
  /** A pause before each word. */
  pauseMs: number;
}

/** The offline model, which waits before every word until it is allowed. */
class GatedChatModel extends OfflineChatModel {
  readonly pass: () => Promise<void>;

  constructor(pass: () => Promise<void>) {
    super();
    this.pass = pass;
  }

  override async *_streamResponseChunks(...args: Parameters<OfflineChatModel["_streamResponseChunks"]>): ReturnType<OfflineChatModel["_streamResponseChunks"]> {
    const [, { signal }] = args;
    const stopped = new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
    for await (const chunk of super._streamResponseChunks(...args)) {
      await Promise.race([this.pass(), stopped]);
      signal?.throwIfAborted();
      yield chunk;
    }
  }
}

export function gated(chatModel: Ports["chatModel"]): { gate: Gate; chatModel: Ports["chatModel"] } {
  let allowed = 0;
  let changed = Promise.withResolvers<void>();
  const gate: Gate = {
    pauseMs: 0,
    allow(words) {
      allowed += words;
      changed.resolve();
      changed = Promise.withResolvers();
    },
    open: () => gate.allow(Infinity),
  };
  async function pass(): Promise<void> {
    while (allowed === 0) await changed.promise;
    allowed -= 1;
    await sleep(gate.pauseMs);
  }
  return { gate, chatModel: { ...chatModel, model: new GatedChatModel(pass) } };
}
