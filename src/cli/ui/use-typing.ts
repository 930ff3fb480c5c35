import { useEffect, useRef, useState } from "react";
import { commonStart, completions } from "./commands/commands.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Draft } from "./conversation/state.ts";
import { contentOf, displayOf, pasted, typed } from "./editor/cells.ts";
import { type Edit, type EditorState, edit, emptyEditor } from "./editor/editor.ts";
import type { History } from "./editor/history.ts";
import type { Intention } from "./editor/keys.ts";
import { rowAway } from "./editor/rows.ts";

export interface TypingOptions {
  conversation: Conversation;
  history: History;
  /** Columns of the input. */
  width: number;
  clearScreen: () => void;
}

export interface Typing {
  editor: EditorState;
  /** What the last key has to say, until the next one. */
  hint: string | null;
  perform(intentions: readonly Intention[]): void;
}

const LEAVE_HINT = "Press Ctrl+C again to exit";
const LEAVE_MS = 3000;

/** The input line and what its keys do to the conversation. */
export function useTyping({ conversation, history, width, clearScreen }: TypingOptions): Typing {
  const [editor, setEditor] = useState(() => emptyEditor(history.entries));
  const [hint, setHint] = useState<string | null>(null);
  const current = useRef(editor);
  const leaving = useRef(false);

  useEffect(() => {
    if (hint !== LEAVE_HINT) return;
    const timer = setTimeout(() => {
      leaving.current = false;
      setHint(null);
    }, LEAVE_MS);
    return () => clearTimeout(timer);
  }, [hint]);

  const apply = (action: Edit) => {
    current.current = edit(current.current, action);
    setEditor(current.current);
  };
  const putBack = (draft: Draft | null) => {
    if (!draft) return;
    const { cells } = current.current;
    apply({ type: "replace", cells: cells.length === 0 ? pasted(draft.text) : [...pasted(draft.text), { text: "\n" }, ...cells] });
  };
  const submit = () => {
    const { cells } = current.current;
    const content = contentOf(cells);
    if (content.trim() === "") return;
    const isCommand = content.trimStart().startsWith("/");
    const draft = { text: isCommand ? content.trim() : content, shown: displayOf(cells).trim() };
    if (!conversation.submit(draft)) return setHint("One message is waiting already; Up takes it back");
    apply({ type: "remember", cells });
    history.add(content);
    apply({ type: "replace", cells: [] });
  };
  const complete = () => {
    const { cells } = current.current;
    const found = completions(contentOf(cells), conversation.state);
    if (found.length === 0) return;
    apply({ type: "replace", cells: typed(commonStart(found)) });
  };
  const stop = () => {
    if (conversation.state.activity) putBack(conversation.stop());
  };
  const interrupt = () => {
    if (leaving.current) return conversation.quit(130);
    leaving.current = true;
    if (conversation.state.activity) putBack(conversation.stop());
    else apply({ type: "replace", cells: [] });
    setHint(LEAVE_HINT);
  };
  const vertical = (step: -1 | 1) => {
    const { cells, cursor } = current.current;
    const target = rowAway(cells, width, cursor, step);
    if (target !== null) return apply({ type: "move-to", cursor: target });
    if (step === -1 && cells.length === 0 && conversation.state.queued) return putBack(conversation.unqueue());
    apply({ type: step === -1 ? "older" : "newer" });
  };

  const act = (intention: Intention) => {
    if (conversation.state.exitCode !== null) return;
    if (intention.type !== "interrupt") {
      leaving.current = false;
      setHint(null);
    }
    switch (intention.type) {
      case "submit":
        return submit();
      case "complete":
        return complete();
      case "stop":
        return stop();
      case "interrupt":
        return interrupt();
      case "up":
        return vertical(-1);
      case "down":
        return vertical(1);
      case "clear-screen":
        return clearScreen();
      case "end-of-input":
        return current.current.cells.length === 0 ? conversation.quit(0) : apply({ type: "delete" });
      default:
        return apply(intention);
    }
  };
  return { editor, hint, perform: (intentions) => intentions.forEach(act) };
}
