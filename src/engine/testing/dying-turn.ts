// Runs one turn and kills itself at a port call or while the answer streams; what it was told goes to stdout, a line an event.
// Usage: node dying-turn.ts <data folder> <message as JSON> <when as JSON>
import { writeSync } from "node:fs";
import type { SendMessage } from "../engine.ts";
import { interceptedPorts } from "./intercepted-ports.ts";
import { slowlySpoken } from "./slow-model.ts";
import { testEngine } from "./test-engine.ts";

export type DeathPoint = { call: number; at: "before" | "after" } | { delta: number };

const [directory, message, point] = process.argv.slice(2) as [string, string, string];
const when = JSON.parse(point) as DeathPoint;
const die = () => process.kill(process.pid, "SIGKILL");

let calls = 0;
let deltas = 0;
const open = await testEngine(directory, {
  adapt: (ports) =>
    interceptedPorts({ ...ports, chatModel: "delta" in when ? slowlySpoken(ports.chatModel, 8) : ports.chatModel }, async (_, proceed) => {
      calls += 1;
      const due = "call" in when && calls === when.call;
      if (due && when.at === "before") die();
      const result = await proceed();
      if (due) die();
      return result;
    }),
});
for await (const event of open.engine.send(JSON.parse(message) as SendMessage)) {
  writeSync(1, `${JSON.stringify(event)}\n`);
  if (event.type === "text-delta" && "delta" in when && ++deltas === when.delta) die();
}
await open[Symbol.asyncDispose]();
