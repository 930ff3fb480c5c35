import type { Command } from "./command.ts";

export const newSession: Command = {
  name: "new",
  parameters: "",
  summary: "start a new session",
  run: () => ({ type: "start-over", entry: { kind: "remark", text: "The next message opens a new session." } }),
};
