import { type Cell, pasted, regroup, typed } from "./cells.ts";
import { lineEnd, lineStart, wordEnd, wordStart } from "./movement.ts";

export interface EditorState {
  readonly cells: readonly Cell[];
  /** Between cells: 0 is before the first. */
  readonly cursor: number;
  /** What was cut last, for ctrl+y. */
  readonly cut: readonly Cell[];
  readonly history: readonly (readonly Cell[])[];
  /** Which entry of the history is shown; null: what the user is writing. */
  readonly recalled: number | null;
  /** What the user was writing before going back in the history. */
  readonly draft: readonly Cell[];
}

export type Edit =
  | { type: "insert"; text: string }
  | { type: "paste"; text: string }
  | { type: "newline" }
  | { type: "backspace" | "delete" | "left" | "right" | "word-left" | "word-right" | "line-start" | "line-end" }
  | { type: "cut-to-end" | "cut-to-start" | "cut-word-left" | "cut-word-right" | "put-back" }
  | { type: "older" | "newer" }
  | { type: "move-to"; cursor: number }
  | { type: "replace"; cells: readonly Cell[] }
  | { type: "remember"; cells: readonly Cell[] };

const HISTORY = 500;

export function emptyEditor(history: readonly (readonly Cell[])[] = []): EditorState {
  return { cells: [], cursor: 0, cut: [], history, recalled: null, draft: [] };
}

export function edit(state: EditorState, action: Edit): EditorState {
  const { cells, cursor } = state;
  switch (action.type) {
    case "insert":
      return insert(state, typed(action.text));
    case "paste":
      return insert(state, pasted(action.text));
    case "newline":
      return insert(state, [{ text: "\n" }]);
    case "put-back":
      return insert(state, state.cut);
    case "backspace":
      return remove(state, Math.max(0, cursor - 1), cursor);
    case "delete":
      return remove(state, cursor, Math.min(cells.length, cursor + 1));
    case "left":
      return at(state, Math.max(0, cursor - 1));
    case "right":
      return at(state, Math.min(cells.length, cursor + 1));
    case "word-left":
      return at(state, wordStart(cells, cursor));
    case "word-right":
      return at(state, wordEnd(cells, cursor));
    case "line-start":
      return at(state, lineStart(cells, cursor));
    case "line-end":
      return at(state, lineEnd(cells, cursor));
    case "move-to":
      return at(state, Math.max(0, Math.min(cells.length, action.cursor)));
    case "cut-to-end":
      return cut(state, cursor, lineEnd(cells, cursor) === cursor ? Math.min(cells.length, cursor + 1) : lineEnd(cells, cursor));
    case "cut-to-start":
      return cut(state, lineStart(cells, cursor), cursor);
    case "cut-word-left":
      return cut(state, wordStart(cells, cursor), cursor);
    case "cut-word-right":
      return cut(state, cursor, wordEnd(cells, cursor));
    case "older":
      return recall(state, (state.recalled ?? state.history.length) - 1);
    case "newer":
      return state.recalled === null ? state : recall(state, state.recalled + 1);
    case "replace":
      return { ...state, cells: action.cells, cursor: action.cells.length, recalled: null };
    case "remember":
      return { ...state, history: remember(state.history, action.cells), recalled: null, draft: [] };
  }
}

function insert(state: EditorState, added: readonly Cell[]): EditorState {
  if (added.length === 0) return state;
  const cells = [...state.cells.slice(0, state.cursor), ...added, ...state.cells.slice(state.cursor)];
  const grouped = regroup(cells, state.cursor + added.length);
  return { ...state, ...grouped, recalled: null };
}

function remove(state: EditorState, from: number, to: number): EditorState {
  if (from === to) return state;
  const cells = [...state.cells.slice(0, from), ...state.cells.slice(to)];
  return { ...state, cells, cursor: from, recalled: null };
}

function cut(state: EditorState, from: number, to: number): EditorState {
  return from === to ? state : { ...remove(state, from, to), cut: state.cells.slice(from, to) };
}

function at(state: EditorState, cursor: number): EditorState {
  return { ...state, cursor };
}

function recall(state: EditorState, index: number): EditorState {
  if (index < 0) return state;
  const draft = state.recalled === null ? state.cells : state.draft;
  const entry = state.history[index];
  const cells = entry ?? draft;
  return { ...state, cells, cursor: cells.length, draft, recalled: entry ? index : null };
}

function remember(history: EditorState["history"], cells: readonly Cell[]): EditorState["history"] {
  const same = (entry: readonly Cell[] | undefined) => entry?.length === cells.length && entry.every(({ text }, index) => text === cells[index]?.text);
  return cells.length === 0 || same(history.at(-1)) ? history : [...history, cells].slice(-HISTORY);
}
