import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleFakeChat } from "./bundle-fake-chat.ts";
import { LONG_ANSWER } from "./fake-chat-script.ts";
import { type Terminal, hasTmux, openTerminal } from "./tmux.ts";

/** Another command that opens the chat, e.g. the built one; what needs the scripted answers is then left out. */
const given = process.env["ROLECALL_CHAT_COMMAND"];
const isRequired = process.env["ROLECALL_REQUIRE_SERVICES"] === "1";
const why = hasTmux || isRequired ? "" : " (skipped: tmux is not installed)";

const folder = join(tmpdir(), `rolecall-chat-${process.pid}`);
const bundle = join(folder, "chat.mjs");
const scripted = (options = "") => `'${process.execPath}' '${bundle}' ${options}`;
const command = given ?? scripted();

beforeAll(async () => {
  if (isRequired && !hasTmux) throw new Error("ROLECALL_REQUIRE_SERVICES is 1, and tmux is not installed. Install it.");
  if (!given && hasTmux) await bundleFakeChat(bundle);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = (text: string) => text.replaceAll(/\s+/g, " ");
const times = (text: string, part: string) => text.split(part).length - 1;
const LINES = Array.from({ length: 2000 }, (_, n) => `line ${n + 1} é 日本`).join("\n");

async function ask(terminal: Terminal, question: string): Promise<void> {
  await terminal.until("›");
  await terminal.type(question);
  await terminal.press("Enter");
}

describe.skipIf(!hasTmux && !isRequired).each([
  [100, 30],
  [60, 20],
])(`the chat on a terminal of %i by %i${why}`, (columns, rows) => {
  test("lists its commands and leaves with 0 on /quit", async () => {
    await using terminal = await openTerminal(command, columns, rows);
    await ask(terminal, "/help");
    await terminal.until("/export [file]");
    await ask(terminal, "/quit");
    await terminal.until("left with 0");
    expect(terminal.screen()).toMatch(/left with 0\n*$/);
  });

  test("leaves with 130 when Ctrl+C is pressed twice", async () => {
    await using terminal = await openTerminal(command, columns, rows);
    await terminal.until("›");
    await terminal.press("C-c");
    await terminal.until("Press Ctrl+C again to exit");
    await terminal.press("C-c");
    await terminal.until("left with 130");
  });

  test("folds a paste of 2,000 lines and draws nothing of it", async () => {
    await using terminal = await openTerminal(command, columns, rows);
    await terminal.until("›");
    await terminal.paste(LINES);
    await terminal.until("› [pasted 2,000 lines]");
    await terminal.type(" and more");
    await terminal.until("› [pasted 2,000 lines] and more");
    expect(terminal.scrollback()).not.toContain("line 7 ");
  });

  describe.skipIf(given !== undefined)("with scripted answers", () => {
    test("sends a paste of 2,000 lines whole", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await terminal.until("›");
      await terminal.paste(LINES);
      await terminal.until("[pasted 2,000 lines]");
      await terminal.press("Enter");
      await terminal.until(`You sent 2000 lines, ${LINES.length} characters.`);
    });

    test("leaves a long answer whole in the scrollback, once, and nothing else", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await ask(terminal, "a long answer");
      await terminal.until("total 1.38 s");
      const text = words(terminal.scrollback());
      expect(text).toContain(`› a long answer ${words(LONG_ANSWER)} › job seeker`);
      expect(times(text, "›")).toBe(2);
      expect(text).not.toMatch(/Writing|Searching|Esc stops/);
    });

    test("stays whole while the window changes its size", async () => {
      await using terminal = await openTerminal(scripted("--wait 12"), columns, rows);
      await ask(terminal, "a long answer");
      await terminal.until("Paragraph 2");
      for (const [width, height, pause] of [
        [60, 20, 500],
        [100, 30, 400],
        [47, 18, 700],
        [120, 24, 100],
        [80, 40, 40],
        [50, 16, 30],
        [columns, rows, 0],
      ] as const) {
        terminal.resize(width, height);
        await sleep(pause);
      }
      for (let width = columns; width > columns - 30; width -= 3) {
        terminal.resize(width, rows);
        await sleep(25);
      }
      await terminal.until(/with\s+12\./);
      terminal.resize(columns, rows);
      await terminal.until("total 1.38 s");
      const text = words(terminal.scrollback());
      expect(text).toContain(words(LONG_ANSWER));
      expect(times(text, "›")).toBe(2);
      expect(text).not.toMatch(/Writing|Searching|Esc stops/);
    });

    test("shows wide letters and hostile text without harm", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await ask(terminal, "hostile");
      await terminal.until("total 1.38 s");
      expect(words(terminal.scrollback())).toContain("› hostile Before after. link reddesrever. Over. ›");
      await ask(terminal, "wide");
      await terminal.until("2 turns");
      expect(times(terminal.scrollback().replaceAll(/\s/g, ""), "東京で働けます。")).toBe(8);
    });

    test("Esc keeps the part that was said", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await ask(terminal, "a long answer");
      await terminal.until("Paragraph 2");
      await terminal.press("Escape");
      await terminal.until("  stopped\n");
      const text = words(terminal.scrollback());
      expect(text).toContain("Paragraph 1 begins here.");
      expect(text).not.toContain("Paragraph 12");
    });

    test("keeps what is typed during an answer and sends it after", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await ask(terminal, "first");
      await terminal.until("Esc stops");
      await ask(terminal, "fail");
      await terminal.until("next: fail");
      await terminal.until("The model did not answer.");
      expect(words(terminal.scrollback())).toMatch(/› first .* › fail The model did not answer\. Wait a moment\. Send it again with \/retry\. ›/);
    });

    test("the cursor stands where the next letter goes", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await terminal.until("›");
      await terminal.type("日本 jobs");
      await terminal.press("Left", "Left", "Left", "Left", "X");
      await terminal.until("› 日本 Xjobs");
    });

    test("NO_COLOR is without colour, and --ascii without signs beyond ASCII", async () => {
      await using terminal = await openTerminal(scripted("--ascii"), columns, rows, { NO_COLOR: "1" });
      await terminal.until("> ");
      await terminal.type("jobs");
      await terminal.press("Enter");
      await terminal.until("total 1.38 s");
      expect(terminal.painted()).not.toMatch(/[^\n -~]/);
    });

    test("with colour the score of a strong match is green", async () => {
      await using terminal = await openTerminal(command, columns, rows);
      await ask(terminal, "jobs");
      await terminal.until("total 1.38 s");
      expect(terminal.painted()).toMatch(/\u{1b}\[(?:\d+;)*32m━━━━━━━━━/u);
    });
  });
});
