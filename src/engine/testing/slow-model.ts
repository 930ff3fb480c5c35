import { setTimeout as sleep } from "node:timers/promises";
import type { Ports } from "../deps.ts";
import { OfflineChatModel } from "../models/offline-chat.ts";
import type { TestEngine } from "./test-engine.ts";

/** The offline model, with a pause before every word. */
class SlowChatModel extends OfflineChatModel {
  readonly pauseMs: number;

  constructor(pauseMs: number) {
    super();
    this.pauseMs = pauseMs;
  }

  override async *_streamResponseChunks(...args: Parameters<OfflineChatModel["_streamResponseChunks"]>): ReturnType<OfflineChatModel["_streamResponseChunks"]> {
    for await (const chunk of super._streamResponseChunks(...args)) {
      await sleep(this.pauseMs);
      yield chunk;
    }
  }
}

export function slowlySpoken(chatModel: Ports["chatModel"], pauseMs: number): Ports["chatModel"] {
  return { ...chatModel, model: new SlowChatModel(pauseMs) };
}

/** Options of a test engine whose model pauses before every word. */
export const slowly = (pauseMs: number) => ({ adapt: (ports: Ports) => ({ ...ports, chatModel: slowlySpoken(ports.chatModel, pauseMs) }) });

export const modelCalls = ({ calls }: Pick<TestEngine, "calls">): number => calls.filter(({ port }) => port === "chatModel").length;
