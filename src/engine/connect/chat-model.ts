import type { Ports } from "../deps.ts";
import { OFFLINE, hasModelAccess, modelAccess } from "./model-access.ts";
import type { Opening } from "./opening.ts";

export async function openChatModel({ config, dependencies }: Opening): Promise<Ports["chatModel"]> {
  if (config.ROLECALL_MODEL === OFFLINE || !hasModelAccess(config)) {
    const { OFFLINE_CHAT_MODEL, OfflineChatModel } = await import("../models/offline-chat.ts");
    return { model: new OfflineChatModel(), name: OFFLINE_CHAT_MODEL, offline: true };
  }
  const { openaiChatModel } = await import("../models/openai-chat.ts");
  const { guardedModel } = await import("../resilience/guarded-model.ts");
  const model = openaiChatModel({ ...modelAccess(config), model: config.ROLECALL_MODEL });
  return {
    model: guardedModel(model, dependencies.add("chat-model", { timeoutMs: config.ROLECALL_MODEL_TIMEOUT_MS })),
    name: config.ROLECALL_MODEL,
    offline: false,
  };
}
