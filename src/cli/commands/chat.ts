import { readDemo } from "../../../fixtures/demo.ts";
import { type Actor, type Engine, type Role, RolecallError } from "../../engine/index.ts";
import { type Limits, answerOnce } from "../answer-once.ts";
import { playDemo } from "../demo.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { interruptible } from "../interruption.ts";
import { actorFor, open } from "../open.ts";
import type { OutputFormat } from "../output-format.ts";
import { readPiped } from "../piped-input.ts";
import type { CliSession, Handler } from "../session.ts";
import { wantsColour } from "../terminal.ts";

export interface ChatOptions extends Limits {
  prompt?: string;
  outputFormat?: OutputFormat;
  resume?: string | true;
  role?: Role;
  user?: string;
  model?: string;
}

/** Opens the chat on a terminal; answers once where there is a message; plays a demo where there is neither. */
export const chat: Handler<ChatOptions, [string[]]> = async (session, options, words) => {
  const { stdin, stdout } = session;
  const format = options.json ? "json" : (options.outputFormat ?? "text");
  const interactive = stdin.isTTY && stdout.isTTY && format === "text" && options.input !== false;
  const text = await messageOf(stdin, options, words, interactive);
  if (text === null && interactive) return await openChat(session, options);
  if (text === null && format !== "text") {
    throw new RolecallError("usage", "There is no message to answer.", { hint: "Pass one with -p, as an argument or on stdin." });
  }
  using interruption = interruptible(session, "Stopped; what was said so far is kept.", 'Go on with "rolecall chat -r latest".');
  const { signal } = interruption;
  await using opened = await open(session, options, { seeds: true, signal });
  const { engine } = opened;
  if (text === null) return await playDemo(session, options, engine, signal);
  const actor = await actorFor(engine, options);
  const sessionId = await resumed(engine, actor, options.resume);
  return await answerOnce(session, options, engine, { actor, sessionId, text, format, signal });
};

async function openChat(session: CliSession, options: ChatOptions): Promise<number> {
  await using opened = await open(session, options, { seeds: true, tellsNotice: true });
  const { engine, notice } = opened;
  const actor = await actorFor(engine, options);
  const sessionId = await resumed(engine, actor, options.resume);
  const { stdin, stdout, stderr } = session;
  const screen = {
    engine,
    actor,
    sessionId,
    users: demoUsers(),
    colour: wantsColour(stdout, session, options),
    ascii: options.ascii ?? false,
    maxCostUsd: options.maxCost,
    notice: notice ?? undefined,
    stdin,
    stdout,
    stderr,
  };
  const { exitCode } = options.screenReader
    ? await (await import("../ui/screen-reader.ts")).runScreenReader(screen)
    : await (await import("../ui/chat.tsx")).runChat(screen);
  return exitCode;
}

async function messageOf(stdin: NodeJS.ReadStream, { prompt }: ChatOptions, words: string[], interactive: boolean): Promise<string | null> {
  if (prompt !== undefined && words.length > 0)
    throw new RolecallError("usage", "The message is given twice, with -p and as an argument.", { hint: "Give it once." });
  if (prompt !== undefined && prompt !== "-") return prompt;
  if (words.length > 0) return words.join(" ");
  if (interactive && prompt === undefined) return null;
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
