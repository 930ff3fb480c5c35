import { readDemo } from "../../../fixtures/demo.ts";
import { type Actor, RolecallError } from "../../engine/index.ts";
import { type Limits, answerOnce } from "../answer-once.ts";
import { type ConnectFlags, refuseConflict } from "../connect/connect-flags.ts";
import { playDemo } from "../demo.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { interruptible } from "../interruption.ts";
import { type Opening, actorFor, open } from "../open.ts";
import type { OutputFormat } from "../output-format.ts";
import { readPiped } from "../piped-input.ts";
import type { CliSession, Handler } from "../session.ts";
import { wantsColour } from "../terminal.ts";
import type { ChatEngine } from "../ui/chat-engine.ts";
import { userOf } from "../ui/chat-options.ts";
import type { ChatUser } from "../ui/conversation/state.ts";

export interface ChatOptions extends Limits, ConnectFlags {
  prompt?: string;
  outputFormat?: OutputFormat;
  resume?: string | true;
  model?: string;
}

/** Opens the chat on a terminal; answers once where there is a message; plays a demo where there is neither. */
export const chat: Handler<ChatOptions, [string[]]> = async (session, options, words) => {
  refuseConflict(options);
  const { stdin, stdout } = session;
  const format = options.json ? "json" : (options.outputFormat ?? "text");
  const interactive = stdin.isTTY && stdout.isTTY && format === "text" && options.input !== false;
  const text = await messageOf(stdin, options, words, interactive);
  if (text === null && interactive) return await openChat(session, options);
  if (text === null && (format !== "text" || options.connect !== undefined)) {
    throw new RolecallError("usage", "There is no message to answer.", { hint: "Pass one with -p, as an argument or on stdin." });
  }
  const connected = options.connect === undefined ? "" : ` --connect ${options.connect}`;
  using interruption = interruptible(session, "Stopped; what was said so far is kept.", `Go on with "rolecall chat${connected} -r latest".`);
  const { signal } = interruption;
  if (text === null) return await play(session, options, signal);
  await using answering = await openAnswering(session, options, { seeds: true, signal });
  const { engine, actor } = answering;
  const sessionId = await resumed(engine, actor, options.resume);
  return await answerOnce(session, options, engine, { actor, sessionId, text, format, signal });
};

async function play(session: CliSession, options: ChatOptions, signal: AbortSignal): Promise<number> {
  await using opened = await open(session, options, { seeds: true, signal });
  return await playDemo(session, options, opened.engine, signal);
}

interface Answering extends AsyncDisposable {
  engine: ChatEngine;
  actor: Actor;
  /** Who a chat can speak as. */
  users: ChatUser[];
  notice: string | null;
}

/** Whoever answers: the engine of this process, or a server. */
async function openAnswering(session: CliSession, options: ChatOptions, opening: Opening): Promise<Answering> {
  await using opened = new AsyncDisposableStack();
  const kept = (answering: Omit<Answering, keyof AsyncDisposable>): Answering => {
    const open = opened.move();
    return { ...answering, [Symbol.asyncDispose]: () => open.disposeAsync() };
  };
  const { connect } = options;
  if (connect !== undefined) {
    const { openConnection } = await import("../connect/open-connection.ts");
    const { engine, actor } = opened.use(await openConnection(session, { ...options, connect }, opening.signal));
    return kept({ engine, actor, users: [userOf({ actor, users: demoUsers() })], notice: null });
  }
  const { engine, notice } = opened.use(await open(session, options, opening));
  const actor = await actorFor(engine, options);
  return kept({ engine, actor, users: demoUsers(), notice });
}

async function openChat(session: CliSession, options: ChatOptions): Promise<number> {
  await using answering = await openAnswering(session, options, { seeds: true, tellsNotice: true });
  const { engine, actor, users, notice } = answering;
  const sessionId = await resumed(engine, actor, options.resume);
  const { stdin, stdout, stderr } = session;
  const screen = {
    engine,
    actor,
    sessionId,
    users,
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

async function resumed(engine: ChatEngine, actor: Actor, resume: string | true | undefined): Promise<string | undefined> {
  if (resume === undefined) return undefined;
  if (resume !== true && resume !== "latest") {
    await engine.sessions.show(actor, resume);
    return resume;
  }
  const [latest] = await engine.sessions.list(actor, 1);
  if (latest === undefined) throw new RolecallError("not_found", "There is no session to go on with.", { hint: "Start one without --resume." });
  return latest.session_id;
}

function demoUsers(): ChatUser[] {
  const demo = readDemo(FIXTURES);
  return (["job_seeker", "employer"] as const).map((role) => ({ role, userId: demo[role].user_id, label: demo[role].label }));
}
