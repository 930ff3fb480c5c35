import { type Actor, type Engine, type Role, RolecallError } from "../../engine/index.ts";
import { readDemo } from "../../../fixtures/demo.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { answerOnce, type OutputFormat } from "../answer-once.ts";
import { actorFor, open } from "../open.ts";
import { readPiped } from "../piped-input.ts";
import type { Handler } from "../session.ts";
import { wantsColour } from "../terminal.ts";
import { playDemo } from "../demo.ts";

export interface ChatOptions {
  prompt?: string;
  outputFormat?: OutputFormat;
  resume?: string | true;
  role?: Role;
  user?: string;
  model?: string;
  timeout?: number;
  maxCost?: number;
}

/** Opens the chat on a terminal; answers once where there is a message; plays a demo where there is neither. */
export const chat: Handler<ChatOptions, [string[]]> = async (session, options, words) => {
  const format = options.json ? "json" : (options.outputFormat ?? "text");
  const interactive = session.stdin.isTTY === true && session.stdout.isTTY === true && format === "text";
  const text = await messageOf(session.stdin, options, words, interactive);
  await using opened = await open(session, options, { seeds: true });
  const { engine } = opened;
  if (text === null && !interactive) {
    if (format !== "text") throw new RolecallError("usage", "There is no message to answer.", { hint: "Pass one with -p, as an argument or on stdin." });
    return await playDemo(session, options, engine);
  }
  const actor = await actorFor(engine, options);
  const sessionId = await resumed(engine, actor, options.resume);
  if (text !== null) return await answerOnce(session, options, engine, { actor, sessionId, text, format });
  const { stdin, stdout, stderr } = session;
  const screen = {
    engine,
    actor,
    sessionId,
    users: demoUsers(),
    colour: wantsColour(stdout, session, options),
    ascii: options.ascii ?? false,
    maxCostUsd: options.maxCost,
    notice: opened.notice ?? undefined,
    stdin,
    stdout,
    stderr,
  };
  const { exitCode } = options.screenReader
    ? await (await import("../ui/screen-reader.ts")).runScreenReader(screen)
    : await (await import("../ui/chat.tsx")).runChat(screen);
  return exitCode;
};

async function messageOf(stdin: NodeJS.ReadStream, { prompt }: ChatOptions, words: string[], interactive: boolean): Promise<string | null> {
  if (prompt !== undefined && words.length > 0) throw new RolecallError("usage", "The message is given twice, with -p and as an argument.", { hint: "Give it once." });
  if (prompt !== undefined && prompt !== "-") return prompt;
  if (words.length > 0) return words.join(" ");
  if (interactive) return null;
  const piped = await readPiped(stdin, { waits: prompt === "-" });
  if (prompt === "-" && piped === null) throw new RolecallError("invalid_input", "There is nothing on stdin to answer.", { hint: "Pipe a message into it." });
  return piped;
}

async function resumed(engine: Engine, actor: Actor, resume: string | true | undefined): Promise<string | undefined> {
  if (resume === undefined) return undefined;
  if (resume !== true && resume !== "latest") {
    await engine.sessions.show(actor, resume);
    return resume;
  }
  const [latest] = await engine.sessions.list(actor, 1);
  if (latest === undefined) throw new RolecallError("not_found", "There is no session to go on with.", { hint: "Start one without --resume." });
  return latest.session_id;
}

function demoUsers(): { role: Role; userId: string; label: string }[] {
  const demo = readDemo(FIXTURES);
  return (["job_seeker", "employer"] as const).map((role) => ({ role, userId: demo[role].user_id, label: demo[role].label }));
}
