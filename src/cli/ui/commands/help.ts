import type { Fact } from "../conversation/state.ts";
import type { Command } from "./command.ts";

const KEYS: readonly Fact[] = [
  ["Enter", "send"],
  ["Ctrl+J", "new line (Alt+Enter too)"],
  ["Up, Down", "earlier messages"],
  ["Tab", "complete a command"],
  ["Esc", "stop the answer"],
  ["Ctrl+C twice", "leave"],
];

export function helpFor(others: readonly Command[]): Command {
  const help: Command = {
    name: "help",
    parameters: "",
    summary: "what you can type here",
    run() {
      const rows = [help, ...others].map(({ name, parameters, summary }): Fact => [`/${name} ${parameters}`.trim(), summary]);
      return {
        type: "show",
        entries: [
          { kind: "facts", title: "Commands", rows, note: null },
          { kind: "facts", title: "Keys", rows: KEYS, note: "Anything else you type is a message." },
        ],
      };
    },
  };
  return help;
}
