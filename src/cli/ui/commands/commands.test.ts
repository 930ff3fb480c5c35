import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Conversation, createConversation } from "../conversation/conversation.ts";
import type { ConversationState, Entry } from "../conversation/state.ts";
import { createFakeEngine, sampleJobs, turn } from "../fake-engine.ts";
import { commonStart, commands, completions } from "./commands.ts";

const SEEKER = { role: "job_seeker", userId: "seeker", label: "Mara" } as const;
const EMPLOYER = { role: "employer", userId: "employer", label: "Nordlicht" } as const;

let engine: ReturnType<typeof createFakeEngine>;
let chat: Conversation;
let directory: string;
let cleared: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rolecall-export-"));
  cleared = 0;
  engine = createFakeEngine({ script: () => turn("Two of them fit [1].", { matches: sampleJobs() }) });
  chat = createConversation({ engine, user: SEEKER, users: [SEEKER, EMPLOYER], directory, frameMs: 0, clearScreen: () => void cleared++ });
});

afterEach(() => rm(directory, { recursive: true }));

/** Types it, waits for it, and gives back what was shown for it. */
async function say(text: string): Promise<Entry[]> {
  const before = chat.state.entries.length;
  chat.submit({ text, shown: text });
  await chat.idle();
  return chat.state.entries.slice(before + 1);
}
const words = (entries: Entry[]) => JSON.stringify(entries);

describe("slash commands", () => {
  test("/help lists every command and the keys", async () => {
    const shown = words(await say("/help"));
    for (const { name } of commands) expect(shown).toContain(`/${name}`);
    expect(shown).toContain("Ctrl+J");
  });

  test("an unknown one names the nearest", async () => {
    expect(await say("/hlep")).toEqual([{ kind: "error", message: "There is no command /hlep.", hint: "Did you mean /help? /help lists all commands." }]);
    expect(words(await say("/frobnicate"))).not.toContain("Did you mean");
  });

  test("no command is sent to the engine", async () => {
    for (const { name } of commands.filter(({ name }) => name !== "retry")) await say(`/${name}`);
    expect(engine.sent).toEqual([]);
  });

  test("/match and /why show the last matches without another turn", async () => {
    await say("remote jobs");
    expect(await say("/match 2")).toEqual([{ kind: "detail", match: sampleJobs()[1] }]);
    expect(await say("/why 1")).toEqual([{ kind: "why", match: sampleJobs()[0] }]);
    expect(engine.sent).toHaveLength(1);
  });

  test("/match says which numbers there are", async () => {
    expect(words(await say("/match 1"))).toContain("There are no matches yet.");
    await say("remote jobs");
    expect(await say("/match 9")).toEqual([{ kind: "error", message: "There is no match 9.", hint: "The last matches are 1 to 4." }]);
    expect(words(await say("/why"))).toContain("Which match?");
  });

  test("/role changes who asks and starts a new session", async () => {
    await say("remote jobs");
    expect(words(await say("/role employer"))).toContain("You are now Nordlicht, employer.");
    expect(chat.state).toMatchObject({ actor: { userId: "employer", role: "employer" }, sessionId: null, matches: [], totals: { turns: 0 } });
    await say("a nurse");
    expect(engine.sent.at(-1)).toMatchObject({ userId: "employer", role: "employer", text: "a nurse" });
    expect(engine.sent.at(-1)).not.toHaveProperty("sessionId");
  });

  test("/role alone lists who is there, and refuses who is not", async () => {
    expect(await say("/role")).toMatchObject([
      {
        kind: "facts",
        rows: [
          ["job seeker", "Mara (now)"],
          ["employer", "Nordlicht"],
        ],
      },
    ]);
    expect(await say("/role admin")).toMatchObject([{ kind: "error", message: 'There is no user for "admin" here.' }]);
  });

  test("/sessions numbers them and /resume goes on with one", async () => {
    await say("first search");
    const { sessionId } = chat.state;
    await say("/new");
    await say("second search");
    expect(words(await say("/sessions"))).toContain("first search (just now)");
    const shown = await say("/resume 2");
    expect(chat.state).toMatchObject({ sessionId, totals: { turns: 1 } });
    expect(chat.state.matches).toHaveLength(4);
    expect(shown.map(({ kind }) => kind)).toEqual(["remark", "message", "matches", "answer"]);
    await say("more");
    expect(engine.sent.at(-1)).toMatchObject({ sessionId, text: "more" });
  });

  test("/resume takes the start of an id, or the latest", async () => {
    await say("first search");
    const { sessionId } = chat.state;
    await say("/new");
    await say(`/resume ${sessionId?.slice(0, 6)}`);
    expect(chat.state.sessionId).toBe(sessionId);
    await say("/new");
    await say("/resume");
    expect(chat.state.sessionId).toBe(sessionId);
    expect(await say("/resume zzz")).toMatchObject([{ kind: "error", hint: "/sessions lists them." }]);
  });

  test("/filters shows what the session looks for", async () => {
    expect(words(await say("/filters"))).toContain("has not searched");
    await say("typescript");
    expect(await say("/filters")).toMatchObject([
      {
        kind: "facts",
        rows: [
          ["words", "typescript"],
          ["filters", "remote"],
        ],
      },
    ]);
  });

  test("/stats counts turns, tokens, cost and what is stored", async () => {
    await say("one");
    await say("two");
    expect(words(await say("/stats"))).toMatch(/"turns","2".*"2,420 \(1,024 from the provider's cache\)".*"\$0.0008".*480 jobs, 320 resumes, 40 employers/);
  });

  test("/retry sends the last message again", async () => {
    expect(words(await say("/retry"))).toContain("There is no message to send again.");
    await say("remote jobs");
    const shown = await say("/retry");
    expect(shown[0]).toEqual({ kind: "message", text: "remote jobs" });
    expect(engine.sent.map(({ text }) => text)).toEqual(["remote jobs", "remote jobs"]);
    expect(engine.sent[0]?.clientMessageId).not.toBe(engine.sent[1]?.clientMessageId);
  });

  test("/clear clears the screen, /quit ends the chat with 0", async () => {
    const before = chat.state.entries;
    await say("/clear");
    expect(cleared).toBe(1);
    expect(chat.state.entries).toBe(before);
    await say("/quit");
    expect(chat.state.exitCode).toBe(0);
  });
});

describe("/export", () => {
  test("writes Markdown and says where", async () => {
    await say("remote jobs");
    const file = join(directory, "talk.md");
    expect(await say("/export talk.md")).toEqual([{ kind: "remark", text: `Written to ${file}` }]);
    const written = await readFile(file, "utf8");
    expect(written).toContain("# remote jobs\n");
    expect(written).toContain("## You\n\nremote jobs");
    expect(written).toContain("1. **Senior Frontend Engineer (Trip Builder)** (90 %, strong): Fernweh, Berlin, Germany");
    expect(written).toContain("Two of them fit [1].");
  });

  test("writes JSON, and a name of its own when none is given", async () => {
    await say("remote jobs");
    await say("/export talk.json");
    const document = JSON.parse(await readFile(join(directory, "talk.json"), "utf8"));
    expect(document).toMatchObject({ schema_version: 1, session: { session_id: chat.state.sessionId }, messages: [{ role: "user" }, { role: "assistant" }] });
    expect(words(await say("/export"))).toContain(`rolecall-${chat.state.sessionId?.slice(0, 8)}.md`);
  });

  test("overwrites nothing unless told to", async () => {
    await say("remote jobs");
    await writeFile(join(directory, "mine.md"), "precious");
    expect(await say("/export mine.md")).toMatchObject([{ kind: "error", hint: "Choose another name, or add --force." }]);
    expect(await readFile(join(directory, "mine.md"), "utf8")).toBe("precious");
    await say("/export mine.md --force");
    expect(await readFile(join(directory, "mine.md"), "utf8")).toContain("remote jobs");
  });

  test("refuses other formats, folders that are not there, and an empty session", async () => {
    expect(words(await say("/export x.md"))).toContain("There is nothing to export yet.");
    await say("remote jobs");
    expect(words(await say("/export x.pdf"))).toContain("Let the name end with .md or .json.");
    expect(words(await say("/export nowhere/x.md"))).toContain("Choose a folder that exists");
  });
});

describe("tab completion", () => {
  const labels = (input: string, state: ConversationState = chat.state) => completions(input, state).map(({ text }) => text);

  test("completes names", () => {
    expect(labels("/re")).toEqual(["/resume ", "/retry"]);
    expect(labels("/q")).toEqual(["/quit"]);
    expect(labels("/")).toHaveLength(commands.length);
    expect(labels("hello /q")).toEqual([]);
  });

  test("completes what may follow", async () => {
    await say("remote jobs");
    expect(labels("/role e")).toEqual(["/role employer"]);
    expect(labels("/match ")).toEqual(["/match 1", "/match 2", "/match 3", "/match 4"]);
    expect(labels("/quit x")).toEqual([]);
  });

  test("goes as far as the candidates agree", () => {
    expect(commonStart(completions("/r", chat.state))).toBe("/r");
    expect(commonStart(completions("/se", chat.state))).toBe("/sessions");
  });
});
