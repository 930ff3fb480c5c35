import { render } from "ink";
import { ChatApp } from "./chat-app.tsx";
import { type ChatOptions, userOf } from "./chat-options.ts";
import { createConversation } from "./conversation/conversation.ts";
import { openHistory } from "./editor/history.ts";
import { guardOutput } from "./guarded-output.ts";

/** Longer than the pause in which tmux collects changes of the size before it tells of them. */
const RESIZE_MS = 300;
const WIPE = "\u{1b}[H\u{1b}[2J";
const SETTLE_MS = 2000;

/**
 * The chat on a terminal. Settles when the user leaves: 0 after `/quit`, 130 after Ctrl+C twice.
 * @throws {RolecallError} of the engine, when `sessionId` cannot be shown.
 */
export async function runChat(options: ChatOptions): Promise<{ exitCode: number }> {
  const { engine, actor, sessionId, users, stdin, stdout, stderr, colour, ascii } = options;
  const resumed = sessionId === undefined ? undefined : await engine.sessions.show(actor, sessionId);
  const conversation = createConversation({
    engine,
    user: userOf(options),
    users,
    resumed,
    maxCostUsd: options.maxCostUsd,
    notice: options.notice,
    directory: options.directory ?? process.cwd(),
    clearScreen: () => clearScreen(),
  });
  const history = openHistory(options.historyFile);
  let held: number | undefined;
  let resizing: NodeJS.Timeout | undefined;

  const output = guardOutput(stdout, (resume) => {
    app.clear();
    resume();
    held ??= conversation.state.entries.length;
    app.rerender(view());
    clearTimeout(resizing);
    resizing = setTimeout(() => {
      held = undefined;
      app.rerender(view());
    }, RESIZE_MS);
  });
  const view = () => (
    <ChatApp
      conversation={conversation}
      description={engine.description}
      history={history}
      columns={stdout.columns || 80}
      rows={stdout.rows || 24}
      colour={colour}
      ascii={ascii}
      heldAt={held}
      onFrame={output.announce}
      clearScreen={() => clearScreen()}
    />
  );
  const app = render(view(), {
    stdin,
    stdout: output.stream,
    stderr,
    exitOnCtrlC: false,
    incrementalRendering: true,
    maxFps: 30,
    interactive: true,
    onRender: output.drawn,
  });
  const clearScreen = () => {
    app.clear();
    stdout.write(WIPE);
    app.rerender(view());
  };
  if (options.initialMessage !== undefined) conversation.submit({ text: options.initialMessage, shown: options.initialMessage });

  await app.waitUntilExit();
  output.release();
  clearTimeout(resizing);
  conversation.stop();
  await settled(conversation.idle());
  return { exitCode: conversation.state.exitCode ?? 0 };
}

/** Waits for a stopped turn to be stored, but not for ever. */
async function settled(idle: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, SETTLE_MS);
  await Promise.race([idle, late.promise]);
  clearTimeout(timer);
}
