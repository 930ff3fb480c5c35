// Speaks a script with the log wide open, first as it should be, then with parts that fail, and writes what was told to stdout. Usage: node logged-turns.ts <data folder> <script.json>
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Ports } from "../deps.ts";
import type { Actor } from "../engine.ts";
import { conversation } from "./conversation.ts";
import { interceptedPorts } from "./intercepted-ports.ts";
import { testEngine } from "./test-engine.ts";

const [directory, file] = process.argv.slice(2) as [string, string];
const script = JSON.parse(readFileSync(file, "utf8")) as [Actor, string[]][];

const FAILING: ((ports: Ports) => Ports)[] = [
  (ports) => ports,
  (ports) =>
    interceptedPorts(ports, ({ port, method, args }, proceed) => {
      if (["embedder", "vectors", "cache", "turnLog", "chatModel"].includes(port))
        throw new Error(`${port}.${method} failed with ${JSON.stringify(args).slice(0, 2_000)}`);
      return proceed();
    }),
  (ports) =>
    interceptedPorts(ports, async ({ port, method, args }, proceed) => {
      if (port !== "catalog" || method !== "records" || args[0] !== "resumes") return proceed();
      throw new Error(`Unreadable: ${rawResumes()}`);
    }),
];

function rawResumes(): string {
  using database = new DatabaseSync(join(directory, "rolecall.db"), { readOnly: true });
  return JSON.stringify(database.prepare("SELECT document FROM resumes LIMIT 3").all());
}

const told: unknown[] = [];
for (const adapt of FAILING) {
  await using open = await testEngine(directory, {
    adapt,
    environment: { ROLECALL_LOG_LEVEL: "debug", ROLECALL_ANSWER_TTL_S: adapt === FAILING[1] ? "60" : "0" },
  });
  for (const [actor, messages] of script) {
    const talk = conversation(open.engine, actor);
    for (const text of messages) told.push(await talk.say(text));
  }
}
process.stdout.write(JSON.stringify(told));
