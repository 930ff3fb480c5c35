import type { Command } from "./command.ts";

export const quit: Command = {
  name: "quit",
  parameters: "",
  summary: "leave; the session is kept",
  run: () => ({ type: "quit" }),
};
