import type { Engine } from "../engine/index.ts";
import { type Limits, answerOnce } from "./answer-once.ts";
import { actorFor } from "./open.ts";
import type { CliSession } from "./session.ts";

const TURNS = [
  { role: "job_seeker", text: "remote TypeScript jobs in Germany, at least 70k" },
  { role: "employer", text: "senior ICU nurses near Manchester with night-shift experience" },
] as const;

/** Without a terminal and without a message: one turn of a seeker and one of an employer, so that a first look shows something. */
export async function playDemo(session: CliSession, options: Limits, engine: Engine, signal: AbortSignal): Promise<number> {
  for (const { role, text } of TURNS) {
    session.stdout.write(`\n# ${role === "job_seeker" ? "A job seeker" : "An employer"} asks: ${text}\n\n`);
    const actor = await actorFor(engine, { role });
    const exitCode = await answerOnce(session, options, engine, { actor, text, format: "text", signal });
    if (exitCode !== 0) return exitCode;
  }
  session.stdout.write('\nIn a terminal this opens the chat. Without one, ask with: rolecall chat -p "…"\n');
  return 0;
}
