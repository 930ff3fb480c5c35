import type { Command } from "./command.ts";

export const retry: Command = {
  name: "retry",
  parameters: "",
  summary: "send the last message again",
  run(_words, { lastMessage }) {
    if (lastMessage) return { type: "resend", draft: lastMessage };
    return { type: "refuse", message: "There is no message to send again.", hint: "Type one first." };
  },
};
