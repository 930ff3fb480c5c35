import { describe, expect, test } from "vitest";
import { textOf } from "./lines.ts";
import { markdownLines } from "./markdown.ts";
import { paintAll } from "./paint.ts";

const LOOK = { width: 40, colour: false, ascii: false };
const set = (markdown: string, look = LOOK) => markdownLines(markdown, look).map(textOf);

describe("markdown on a terminal", () => {
  test("headings, paragraphs and lists stand apart by an empty line", () => {
    expect(set("# Three jobs\nThey fit.\n\n- one\n- two")).toEqual(["Three jobs", "", "They fit.", "", "• one", "• two"]);
  });

  test("numbered lists keep their numbers and hang their lines", () => {
    expect(set("3. the quick brown fox jumps over the lazy dog\n4. two")).toEqual(["3. the quick brown fox jumps over the", "   lazy dog", "4. two"]);
  });

  test("nested lists are indented", () => {
    expect(set("- a\n  - b")).toEqual(["• a", "  • b"]);
  });

  test("a link is its text and its address", () => {
    expect(set("See [the page](https://x.example).")).toEqual(["See the page (https://x.example)."]);
    expect(set("https://x.example")).toEqual(["https://x.example"]);
  });

  test("code keeps its spaces, and shows its marks where there is no colour", () => {
    expect(set("```\nif x:\n  y\n```")).toEqual(["    if x:", "      y"]);
    expect(set("Use `npm`.")).toEqual(["Use `npm`."]);
    expect(set("Use `npm`.", { ...LOOK, colour: true })).toEqual(["Use npm."]);
  });

  test("a table that fits has columns, one that does not has a line for each cell", () => {
    expect(set("| job | place |\n|---|---|\n| Nurse | Leipzig |")).toEqual(["job    place", "Nurse  Leipzig"]);
    const wide = `| job | why |\n|---|---|\n| Nurse | ${"very ".repeat(8)}good |`;
    expect(set(wide)).toEqual(["• job: Nurse", "  why: very very very very very very", "  very very good"]);
  });

  test("quotes and raw HTML are shown, not run", () => {
    expect(set("> quoted\n\n<script>x</script>")).toEqual(["▏ quoted", "", "<script>x</script>"]);
  });

  test("emphasis and citations are coloured", () => {
    const painted = paintAll(markdownLines("**Fernweh** [1] is *close*", { ...LOOK, colour: true }), true);
    expect(painted).toBe("\u{1b}[1mFernweh\u{1b}[0m \u{1b}[36m[1]\u{1b}[0m is \u{1b}[3mclose\u{1b}[0m");
  });

  test("without colour there is no escape sequence at all, whatever the text holds", () => {
    const painted = paintAll(markdownLines("# A\n\u{1b}[31m**b** `c` [d](\u{1b}]8;;e\u{7}) \u{9b}2J", LOOK), false);
    expect(painted).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test("ASCII stays ASCII", () => {
    expect(set("- a\n\n> b\n\n---", { ...LOOK, ascii: true }).join("\n")).not.toMatch(/[^\n -~]/);
  });
});
