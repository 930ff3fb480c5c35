import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanup, render } from "ink-testing-library";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import type { Role } from "../../engine/index.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { fakeSession } from "../testing/fake-session.ts";
import { ChatApp } from "../ui/chat-app.tsx";
import { type Conversation, createConversation } from "../ui/conversation/conversation.ts";
import { openHistory } from "../ui/editor/history.ts";
import { openConnection } from "./open-connection.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const QUESTION = "remote TypeScript jobs in Germany, at least 70k";

let store: SeededStore;
let server: RealServer;
let directory: string;
beforeAll(async () => {
  store = await seededStore();
  server = await realServer(store.copy());
  directory = mkdtempSync(join(tmpdir(), "rolecall-connected-"));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  store[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});
afterEach(cleanup);

/** A chat over this server that does not resume anything. */
async function openChat(to: RealServer = server, actor: { userId: string; role: Role } = SEEKER) {
  const opened = await openConnection(fakeSession({ variables: { HOME: "/nowhere" } }), { connect: to.url, token: await to.token(actor) });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const user = { ...opened.actor, label: "Mara" };
  const conversation = createConversation({ engine: opened.engine, user, users: [user], directory, frameMs: 0 });
  return { conversation, engine: opened.engine };
}

/** Types it, waits for it, and gives back what was shown for it. */
async function say(chat: Conversation, text: string): Promise<string> {
  const before = chat.state.entries.length;
  chat.submit({ text, shown: text });
  await chat.idle();
  return JSON.stringify(chat.state.entries.slice(before + 1));
}

describe("slash commands over a server", () => {
  test("/sessions and /resume go on with a session of another connection", async () => {
    const { conversation: earlier } = await openChat();
    await say(earlier, QUESTION);
    await say(earlier, "more");
    const { sessionId, matches } = earlier.state;
    const { conversation: chat } = await openChat();
    expect(await say(chat, "/sessions")).toContain(`"1  ${sessionId!.slice(0, 8)}"`);
    expect(await say(chat, "/resume 1")).toContain("Going on with");
    expect(chat.state).toMatchObject({ sessionId, matches, totals: { turns: 0 } });
    expect(await say(chat, "tell me about 1")).toContain(matches[0]!.title);
  });

  test("/filters tells of the last search, and says where the server does not", async () => {
    const { conversation: chat } = await openChat();
    await say(chat, "hello");
    expect(await say(chat, "/filters")).toContain("has not searched for anything yet");
    await say(chat, QUESTION);
    expect(await say(chat, "/filters")).toContain("at least 70,000 EUR a year");
    const { conversation: later } = await openChat();
    await say(later, "/resume latest");
    expect(await say(later, "/filters")).toContain("The server does not tell what a session looked for before");
    await say(later, "also hybrid");
    expect(await say(later, "/filters")).toContain("hybrid");
  });

  test("/stats shows what is known, and says what is not", async () => {
    const { conversation: chat } = await openChat();
    expect(await say(chat, "/stats")).not.toContain('"model"');
    await say(chat, QUESTION);
    const shown = await say(chat, "/stats");
    expect(shown).toContain('["turns","1"]');
    expect(shown).toContain(`["server","${server.url}"]`);
    expect(shown).toContain('"model","offline');
    expect(shown).not.toMatch(/"stored"|"store"|"embeddings"|undefined/);
    expect(shown).toContain("The server does not tell");
  });

  test("/export writes the messages, and /quit says how to go on", async () => {
    const { conversation: chat } = await openChat();
    await say(chat, QUESTION);
    expect(await say(chat, "/export talk.md")).toContain("Written to");
    const written = readFileSync(join(directory, "talk.md"), "utf8");
    expect(written).toContain(`## You\n\n${QUESTION}`);
    expect(written).toContain(`1. **${chat.state.matches[0]!.title}**`);
    await say(chat, "/export talk.json");
    const { messages } = JSON.parse(readFileSync(join(directory, "talk.json"), "utf8")) as { messages: { role: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(await say(chat, "/quit")).toContain(`rolecall chat --connect ${server.url} -r ${chat.state.sessionId}`);
  });

  test("/role says that the token decides", async () => {
    const { conversation: chat } = await openChat(server, EMPLOYER);
    expect(await say(chat, "/role")).toContain("The token says who is asking.");
    expect(await say(chat, "/role job_seeker")).toContain("The token says who is asking. Start again with another one.");
    expect(chat.state.actor).toEqual(EMPLOYER);
  });
});

test("the chat on a terminal names the server, then its model, and Esc stops the answer there", async () => {
  await using model = await modelServer((response) => (beginStream(response), void response.write(says("There are several jobs"))));
  await using slow = await realServer(store.copy(), { OPENAI_BASE_URL: model.url });
  const { conversation, engine } = await openChat(slow);
  const size = { columns: 100, rows: 30, colour: false, ascii: false };
  const app = render(<ChatApp conversation={conversation} description={engine.description} history={openHistory()} {...size} clearScreen={() => {}} />);
  const sees = (text: string) => expect.poll(() => app.lastFrame() ?? "", { timeout: 15_000 }).toContain(text);
  await sees(`Mara, job seeker · ${slow.url} · /help lists the commands`);
  app.stdin.write(QUESTION);
  await sees(`› ${QUESTION}`);
  app.stdin.write("\r");
  await sees("There are several jobs");
  app.stdin.write("\u{1b}");
  await sees("stopped");
  await model.hungUp;
  await sees("job seeker · gpt-4o-mini · 1 turn");
  expect(app.lastFrame()).toContain("There are several jobs");
});
