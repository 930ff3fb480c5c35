import { Static, useAnimation, useApp, useCursor, useInput, usePaste } from "ink";
import { type ReactNode, useEffect, useInsertionEffect, useMemo, useSyncExternalStore } from "react";
import type { ChatEngine } from "./chat-engine.ts";
import { completions } from "./commands/commands.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { contentOf } from "./editor/cells.ts";
import { intentionsOf } from "./editor/keys.ts";
import { entryLines } from "./entries.ts";
import { Lines } from "./lines.tsx";
import { inputWidth, liveView } from "./live-view.ts";
import type { History } from "./editor/history.ts";
import { type Look, readableWidth } from "./text/look.ts";
import { lineWidth } from "./text/lines.ts";
import { type Frame, BLANK_FRAME } from "./resize.ts";
import { useTyping } from "./use-typing.ts";

export interface ChatAppProps {
  conversation: Conversation;
  description: ChatEngine["description"];
  history: History;
  columns: number;
  rows: number;
  colour: boolean;
  ascii: boolean;
  /** While the window changes its size: draw nothing that changes, and no entry beyond this many. */
  heldAt?: number | undefined;
  /** Told what the live region looks like before it is drawn. */
  onFrame?: (frame: Frame) => void;
  clearScreen: () => void;
}

const SPINNER_MS = 120;

export function ChatApp({ conversation, description, history, columns, rows, colour, ascii, heldAt, onFrame, clearScreen }: ChatAppProps): ReactNode {
  const state = useSyncExternalStore(conversation.subscribe, () => conversation.state);
  const look = useMemo((): Look => ({ width: readableWidth(columns), colour, ascii }), [columns, colour, ascii]);
  const { editor, hint, perform } = useTyping({ conversation, history, width: inputWidth(look), clearScreen });
  const { frame } = useAnimation({ interval: SPINNER_MS, isActive: state.activity !== null });
  const { setCursorPosition } = useCursor();
  const { exit } = useApp();
  const isOver = state.exitCode !== null;
  const isDrawn = !isOver && heldAt === undefined;

  useInput((input, key) => perform(intentionsOf(input, key)));
  usePaste((text) => perform([{ type: "paste", text }]));

  const found = useMemo(() => {
    const isPlain = editor.cursor === editor.cells.length && editor.cells.every(({ label }) => label === undefined);
    return isPlain ? completions(contentOf(editor.cells), state) : [];
  }, [editor, state]);
  const view = liveView({ state, description, editor, completions: found, hint, frame, rows, columns }, look);
  setCursorPosition(isDrawn ? view.cursor : undefined);

  useInsertionEffect(() => onFrame?.(!isDrawn ? BLANK_FRAME : { widths: view.lines.map(lineWidth), cursor: view.cursor }));
  useEffect(() => {
    if (isOver) exit();
  }, [isOver, exit]);

  const entries = isOver ? state.entries.slice() : state.entries.slice(0, heldAt);
  return (
    <>
      <Static items={entries}>{(entry, index) => <Lines key={index} lines={entryLines(entry, entries[index - 1], look)} colour={colour} />}</Static>
      {isDrawn ? <Lines lines={view.lines} colour={colour} /> : null}
    </>
  );
}
