// Sends one message many times at once and writes what each sender saw to stdout. Starts when a line comes on stdin.
// Usage: node sends-at-once.ts <data folder> <message as JSON> <how many>
import { once } from "node:events";
import type { SendMessage } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { testEngine } from "./test-engine.ts";

const [directory, message, count] = process.argv.slice(2) as [string, string, string];
await using open = await testEngine(directory);
process.stdout.write("ready\n");
await once(process.stdin, "data");
process.stdin.destroy();
const seen = await Promise.all(
  Array.from({ length: Number(count) }, (): Promise<TurnEvent[]> => Array.fromAsync(open.engine.send(JSON.parse(message) as SendMessage))),
);
process.stdout.write(JSON.stringify({ seen, modelCalls: open.calls.filter(({ port }) => port === "chatModel").length }));
