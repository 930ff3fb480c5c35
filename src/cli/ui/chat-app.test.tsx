import { cleanup, render } from "ink-testing-library";
import { afterEach, describe, expect, test } from "vitest";
import { ChatApp } from "./chat-app.tsx";
import { createConversation } from "./conversation/conversation.ts";
import { openHistory } from "./editor/history.ts";
import { type Script, createFakeEngine, sampleJobs, turn } from "./fake-engine.ts";

const SEEKER = { role: "job_seeker", userId: "seeker", label: "Mara Lindqvist" } as const;
const ENTER = "\r";
const ESC = "\u{1b}";
const CTRL_C = "\u{3}";
const UP = "\u{1b}[A";

afterEach(cleanup);

function openChat(script: Script = () => turn("Two of them fit [1].", { matches: sampleJobs() })) {
  const engine = createFakeEngine({ script });
  const conversation = createConversation({ engine, user: SEEKER, users: [SEEKER], directory: ".", frameMs: 5 });
  const app = render(
    <ChatApp
      conversation={conversation}
      description={engine.description}
      history={openHistory()}
      columns={100}
      rows={30}
      colour={false}
      ascii={false}
      clearScreen={() => {}}
    />,
  );
  const screen = () => app.lastFrame() ?? "";
  const sees = (text: string) => expect.poll(screen, { timeout: 3000 }).toContain(text);
  const type = async (...keys: string[]) => {
    for (const key of keys) {
      app.stdin.write(key);
      await new Promise((resolve) => setTimeout(resolve, key === ESC ? 60 : 5));
    }
  };
  return { engine, conversation, screen, sees, type };
}

describe("the chat", () => {
  test("opens with who is asking and what answers", async () => {
    const { screen, sees } = openChat();
    await sees("Rolecall\nMara Lindqvist, job seeker · offline model · /help lists the commands");
    expect(screen()).toContain("› Describe the job you are looking for\n\n  job seeker · offline model");
  });

  test("shows the matches, then the answer, then what it took", async () => {
    const { screen, sees, type } = openChat();
    await type("remote jobs", ENTER);
    await sees("total 1.38 s");
    const text = screen();
    expect(text.indexOf("› remote jobs")).toBeLessThan(text.indexOf("Senior Frontend Engineer"));
    expect(text.indexOf("Senior Frontend Engineer")).toBeLessThan(text.indexOf("Two of them fit [1]."));
    expect(text).toContain("job seeker · offline model · 1 turn · 1.2k tokens\n  $0.0004 · cache miss · first token 0.21 s · total 1.38 s");
  });

  test("Esc stops the answer and keeps what was said", async () => {
    const { screen, sees, type } = openChat(() => turn("word ".repeat(2000), { waitMs: 2 }));
    await type("tell me", ENTER);
    await sees("word word");
    await type(ESC);
    await sees("stopped");
    expect(screen()).toContain("word word");
    expect(screen()).not.toContain("Esc stops");
  });

  test("what is typed while the answer comes is kept, and Enter lets it wait", async () => {
    const { engine, sees, type } = openChat(() => turn("word ".repeat(60), { waitMs: 2 }));
    await type("one", ENTER);
    await sees("Esc stops");
    await type("two", ENTER);
    await sees("next: two");
    await type("three", ENTER);
    await sees("One message is waiting already");
    await expect.poll(() => engine.sent.map(({ text }) => text), { timeout: 5000 }).toEqual(["one", "two"]);
    await sees("› three");
  });

  test("Up takes a waiting message back, and brings back earlier ones", async () => {
    const { engine, conversation, screen, sees, type } = openChat(() => turn("word ".repeat(40), { waitMs: 2 }));
    await type("one", ENTER);
    await sees("Esc stops");
    await type("two", ENTER, UP);
    expect(conversation.state.queued).toBeNull();
    await sees("› two");
    await conversation.idle();
    expect(engine.sent).toHaveLength(1);
    await type("\u{15}", UP, UP);
    await sees("› one");
    expect(screen()).not.toContain("next:");
  });

  test("Ctrl+C stops, then clears, then says how to leave, then leaves with 130", async () => {
    const { conversation, screen, sees, type } = openChat();
    await type("half a thought", CTRL_C);
    await sees("Press Ctrl+C again to exit");
    expect(screen()).not.toContain("half a thought");
    expect(conversation.state.exitCode).toBeNull();
    await type(CTRL_C);
    expect(conversation.state.exitCode).toBe(130);
  });

  test("another key in between takes the leaving back", async () => {
    const { conversation, type } = openChat();
    await type(CTRL_C, "a", CTRL_C);
    expect(conversation.state.exitCode).toBeNull();
  });

  test("Ctrl+D on an empty input leaves with 0", async () => {
    const { conversation, type } = openChat();
    await type("a", "\u{4}");
    expect(conversation.state.exitCode).toBeNull();
    await type("\u{15}", "\u{4}");
    expect(conversation.state.exitCode).toBe(0);
  });

  test("Ctrl+J makes a message of several lines", async () => {
    const { engine, conversation, screen, type } = openChat();
    await type("one", "\n", "two");
    expect(screen()).toContain("› one\n  two");
    await type(ENTER);
    await conversation.idle();
    expect(engine.sent[0]?.text).toBe("one\ntwo");
  });

  test("a paste of 2,000 lines is one message, folded on the screen", async () => {
    const { engine, conversation, screen, type } = openChat();
    const text = Array.from({ length: 2000 }, (_, n) => `line ${n + 1} 日本`).join("\n");
    await type(`${ESC}[200~${text.slice(0, 9000)}`, `${text.slice(9000)}${ESC}[201~`);
    expect(screen()).toContain("› [pasted 2,000 lines]");
    await type(ENTER);
    await conversation.idle();
    expect(engine.sent[0]?.text).toBe(text);
    expect(screen()).not.toContain("line 1000");
  });

  test("Tab completes commands, and the menu shows them", async () => {
    const { screen, type } = openChat();
    await type("/se");
    expect(screen()).toContain("/sessions  your earlier sessions");
    await type("\t");
    expect(screen()).toContain("› /sessions");
  });

  test("a mistyped command gets the nearest name", async () => {
    const { sees, type } = openChat();
    await type("/staats", ENTER);
    await sees("There is no command /staats.\n  Did you mean /stats?");
  });

  test("an answer cannot move the cursor", async () => {
    const { screen, sees, type } = openChat(() => turn("a\u{1b}[2J\u{1b}]0;x\u{7}b **c\u{9b}H**"));
    await type("x", ENTER);
    await sees("ab c");
    expect(screen()).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});
