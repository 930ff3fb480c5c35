import { runChat } from "./chat.tsx";
import { scriptFor } from "./fake-chat-script.ts";
import { createFakeEngine } from "./fake-engine.ts";
import { runScreenReader } from "./screen-reader.ts";

/** Test support: the chat on this terminal with a scripted engine. `--ascii`, `--screen-reader`, `--wait <ms>`; NO_COLOR counts. */
const words = process.argv.slice(2);
const waitMs = Number(words[words.indexOf("--wait") + 1] || 4);

const users = [
  { role: "job_seeker", userId: "seeker-1", label: "Mara Lindqvist" },
  { role: "employer", userId: "employer-1", label: "Nordlicht Kliniken" },
] as const;

const run = words.includes("--screen-reader") ? runScreenReader : runChat;
const { exitCode } = await run({
  engine: createFakeEngine({ script: scriptFor(waitMs) }),
  actor: { userId: "seeker-1", role: "job_seeker" },
  users,
  colour: !process.env["NO_COLOR"],
  ascii: words.includes("--ascii"),
  notice: "The store was empty, so it was filled with the sample jobs and candidates.",
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
process.exitCode = exitCode;
