import { type Command, InvalidArgumentError, Option } from "commander";
import { type Run, examples } from "../flags.ts";
import type { Handlers } from "../handlers.ts";
import type { ServeOptions } from "./serve.ts";

export function serveFlags(root: Command, run: Run<Handlers["serve"]>): void {
  root
    .command("serve")
    .summary("Serve the chat over WebSocket.")
    .description("Serve the chat over WebSocket, with health, readiness and metrics beside it. Ctrl+C or SIGTERM lets running answers end first.")
    .option("--host <address>", "address to listen on; default: 127.0.0.1")
    .option("--port <port>", "port to listen on, 0 for any; default: 8787", port)
    .option("--strict-port", "fail where the port is taken, instead of trying the next ones")
    .option("--drain-timeout <seconds>", "how long running answers have to end; default: 30", wholeSeconds)
    .option("--no-playground", "no page at /")
    .addOption(new Option("--development", "for rolecall dev: gives out tokens, and ends with its standard input").hideHelp())
    .action((options: ServeOptions) => run(options))
    .addHelpText("after", examples("rolecall serve", "rolecall serve --host 0.0.0.0 --port 80 --strict-port --no-playground", "rolecall serve --json"));
}

const whole = (most: number, expected: string) => (text: string) => {
  if (!/^\d+$/.test(text) || Number(text) > most) throw new InvalidArgumentError(`It must be ${expected}.`);
  return Number(text);
};

export const port = whole(65_535, "a port, from 0 to 65535");
const wholeSeconds = whole(86_400, "a whole number of seconds, at most 86400 (a day)");
