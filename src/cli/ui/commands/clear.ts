import type { Command } from "./command.ts";

export const clear: Command = {
  name: "clear",
  parameters: "",
  summary: "clear the screen; the session goes on",
  isQuiet: true,
  run: () => ({ type: "clear-screen" }),
};
