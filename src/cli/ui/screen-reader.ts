import { createInterface } from "node:readline";
import { type ChatOptions, userOf } from "./chat-options.ts";
import { completions } from "./commands/commands.ts";
import { type Conversation, createConversation } from "./conversation/conversation.ts";
import type { Entry } from "./conversation/state.ts";
import { speech } from "./spoken.ts";

/** Lines that arrive this close together were pasted and are one message. */
const PASTE_MS = 25;
const LEAVE_MS = 3000;

/**
 * The chat for those who listen: every line is written once and stays, in words alone. Settles as `runChat` does.
 * @throws {RolecallError} of the engine, when `sessionId` cannot be shown.
 */
export async function runScreenReader(options: ChatOptions): Promise<{ exitCode: number }> {
  const { engine, actor, sessionId, stdin, stdout } = options;
  const resumed = sessionId === undefined ? undefined : await engine.sessions.show(actor, sessionId);
  const say = (lines: readonly string[]) => lines.forEach((text) => stdout.write(`${text}\n`));
  const conversation = createConversation({
    engine,
    user: userOf(options),
    users: options.users,
    resumed,
    maxCostUsd: options.maxCostUsd,
    notice: options.notice,
    directory: options.directory ?? process.cwd(),
    frameMs: 250,
    clearScreen: () => say(["The screen is not cleared in this mode."]),
  });
  const reader = createInterface({
    input: stdin,
    output: stdout,
    prompt: "You: ",
    terminal: Boolean(stdin.isTTY && stdout.isTTY),
    completer: (line: string) => [completions(line, conversation.state).map(({ text }) => text), line],
  });
  let isOpen = true;
  reader.once("close", () => void (isOpen = false));
  const prompt = () => {
    if (isOpen) reader.prompt();
  };
  const over = Promise.withResolvers<void>();
  speakChanges(conversation, say, prompt, over.resolve);
  readMessages(reader, conversation, say, prompt);
  if (options.initialMessage === undefined) prompt();
  else conversation.submit({ text: options.initialMessage, shown: options.initialMessage });

  await over.promise;
  reader.close();
  conversation.stop();
  await conversation.idle();
  return { exitCode: conversation.state.exitCode ?? 0 };
}

function speakChanges(conversation: Conversation, say: (lines: readonly string[]) => void, prompt: () => void, end: () => void): void {
  let spoken = 0;
  let doing: string | null = null;
  const speak = () => {
    const { entries, activity, exitCode } = conversation.state;
    const wasDoing = doing;
    doing = activity?.label ?? null;
    if (doing !== null && doing !== wasDoing) say([`${doing}.`]);
    const fresh = entries.slice(spoken);
    spoken = entries.length;
    for (const entry of fresh) if (!isTyped(entry)) say(speech(entry));
    if (exitCode !== null) return end();
    if (doing === null && (wasDoing !== null || !fresh.every(isTyped))) prompt();
  };
  const past = conversation.state.entries;
  say(past.flatMap(speech));
  spoken = past.length;
  conversation.subscribe(speak);
}

/** The terminal has shown it while it was typed. */
function isTyped({ kind }: Entry): boolean {
  return kind === "message";
}

function readMessages(
  reader: ReturnType<typeof createInterface>,
  conversation: Conversation,
  say: (lines: readonly string[]) => void,
  prompt: () => void,
): void {
  let lines: string[] = [];
  let paste: NodeJS.Timeout | undefined;
  let leavingUntil = 0;
  const send = () => {
    const text = lines.join("\n").trim();
    lines = [];
    if (text === "") return prompt();
    if (!conversation.submit({ text, shown: text })) say(["One message is waiting already. Wait for the answer, or stop it with Control C."]);
  };
  reader.on("line", (line) => {
    lines.push(line);
    clearTimeout(paste);
    paste = setTimeout(send, PASTE_MS);
  });
  reader.on("SIGINT", () => {
    if (Date.now() < leavingUntil) return conversation.quit(130);
    leavingUntil = Date.now() + LEAVE_MS;
    const wasBusy = conversation.state.activity !== null;
    conversation.stop();
    say(["", wasBusy ? "Stopping. Press Control C again to leave." : "Press Control C again to leave."]);
    if (!wasBusy) prompt();
  });
  reader.on("close", () => {
    clearTimeout(paste);
    if (lines.length > 0) send();
    void conversation.idle().then(() => conversation.state.exitCode === null && conversation.quit(0));
  });
}
