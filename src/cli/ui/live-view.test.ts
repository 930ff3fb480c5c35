import { describe, expect, test } from "vitest";
import { createConversation } from "./conversation/conversation.ts";
import type { ConversationState } from "./conversation/state.ts";
import { type Edit, edit, emptyEditor } from "./editor/editor.ts";
import { createFakeEngine, end } from "./fake-engine.ts";
import { type LiveInput, closeOpenMarks, liveView } from "./live-view.ts";
import { lineWidth, textOf } from "./text/lines.ts";
import { readableWidth } from "./text/look.ts";

const SEEKER = { role: "job_seeker", userId: "seeker", label: "Mara" } as const;
const engine = createFakeEngine();
const { state } = createConversation({ engine, user: SEEKER, users: [SEEKER], directory: "." });

function view(changes: Partial<ConversationState> = {}, edits: Edit[] = [], more: Partial<LiveInput> = {}) {
  const input: LiveInput = {
    state: { ...state, ...changes },
    description: engine.description,
    editor: edits.reduce(edit, emptyEditor()),
    completions: [],
    hint: null,
    frame: 0,
    rows: 30,
    columns: 100,
    ...more,
  };
  const { lines, cursor } = liveView(input, { width: readableWidth(input.columns), colour: false, ascii: false });
  return { lines, rows: lines.map(textOf), cursor };
}
const type = (text: string): Edit => ({ type: "insert", text });
const LONG = "The quick brown fox jumps over the lazy dog. ".repeat(60);
const BUSY = { label: "Writing the answer", stopping: false };

describe("the live region", () => {
  test("is the input and the status when nothing happens", () => {
    expect(view().rows).toEqual(["", "› Describe the job you are looking for", "", "  job seeker · offline model"]);
    expect(view().cursor).toEqual({ x: 2, y: 1 });
  });

  test("shows the end of a growing answer, what goes on, and what is typed ahead", () => {
    const { rows, cursor } = view({ activity: BUSY, unfinished: { markdown: "Three fit", tight: false } }, [type("and")]);
    expect(rows).toEqual(["", "  Three fit", "", "⠋ Writing the answer…  Esc stops", "", "› and", "", "  job seeker · offline model"]);
    expect(cursor).toEqual({ x: 5, y: 5 });
  });

  test("a list item goes on right below the one before", () => {
    expect(view({ activity: BUSY, unfinished: { markdown: "- two", tight: true } }).rows[0]).toBe("  • two");
  });

  test.each([
    [100, 30],
    [60, 20],
    [40, 10],
    [20, 6],
  ])("at %i by %i is never wider nor as tall as the screen, whatever there is to show", (columns, rows) => {
    const full = view(
      {
        activity: BUSY,
        unfinished: { markdown: LONG, tight: false },
        queued: { text: LONG, shown: LONG },
        lastTurn: end,
        totals: { turns: 3, tokens: 9999, cached: 0, costUsd: 1 },
      },
      [type(LONG)],
      { columns, rows },
    );
    expect(full.lines.length).toBeLessThan(rows);
    for (const line of full.lines) expect(lineWidth(line)).toBeLessThan(columns);
    expect(full.cursor.y).toBeLessThan(full.lines.length);
    expect(full.cursor.x).toBeLessThan(columns);
  });

  test("a long answer shows its last lines", () => {
    const { rows } = view({ activity: BUSY, unfinished: { markdown: `${LONG}the end`, tight: false } });
    expect(rows.findIndex((row) => row.endsWith("the end"))).toBe(11);
  });

  test("a long input scrolls with the cursor", () => {
    const lines = Array.from({ length: 20 }, (_, n): Edit[] => [type(`line ${n + 1}`), { type: "newline" }]).flat();
    const { rows, cursor } = view({}, lines);
    expect(rows.slice(1, 9)).toEqual(["  line 14", "  line 15", "  line 16", "  line 17", "  line 18", "  line 19", "  line 20", "  "]);
    expect(cursor).toEqual({ x: 2, y: 8 });
    expect(rows.at(-1)).toBe("  Enter sends, Ctrl+J adds a line");
  });

  test("a long paste is folded", () => {
    const { rows, cursor } = view({}, [type("see "), { type: "paste", text: "line\n".repeat(2000) }]);
    expect(rows[1]).toBe("› see [pasted 2,000 lines]");
    expect(cursor.x).toBe(rows[1]?.length);
  });

  test("the cursor stands behind wide characters", () => {
    expect(view({}, [type("日本👩‍👩‍👧‍👦")]).cursor).toEqual({ x: 8, y: 1 });
  });

  test("offers what a command could become", () => {
    const { rows } = view({}, [type("/re")], {
      completions: [
        { text: "/resume ", label: "/resume [n]", summary: "go on" },
        { text: "/retry", label: "/retry", summary: "again" },
      ],
    });
    expect(rows.slice(1)).toEqual(["› /re", "", "  /resume [n]  go on", "  /retry       again"]);
  });

  test("a hint stands in for the status", () => {
    expect(view({}, [], { hint: "Press Ctrl+C again to exit" }).rows.at(-1)).toBe("  Press Ctrl+C again to exit");
  });

  test("a waiting message is on one line", () => {
    const { rows } = view({ activity: BUSY, queued: { text: "a\nb", shown: "a\nb" } });
    expect(rows).toContain("  next: a b  Up takes it back");
  });
});

test.each([
  ["**Fern", "**Fern**"],
  ["all **bold** now **", "all **bold** now "],
  ["use `np", "use `np`"],
  ["done **x** `y`", "done **x** `y`"],
  ["```js\nx", "```js\nx"],
])("while %j is being written it reads as %j", (written, shown) => {
  expect(closeOpenMarks(written)).toBe(shown);
});
