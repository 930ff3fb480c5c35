import { describe, expect, test } from "vitest";
import { RolecallError, type TurnEvent } from "../../../engine/index.ts";
import { type Script, createFakeEngine, end, sampleJobs, sampleSession, start, storedMessage, turn } from "../fake-engine.ts";
import { type ConversationOptions, createConversation } from "./conversation.ts";
import type { Entry } from "./state.ts";

const SEEKER = { role: "job_seeker", userId: "seeker", label: "Mara" } as const;

function chatWith(script: Script, options: Partial<ConversationOptions> = {}) {
  const engine = createFakeEngine({ script });
  const chat = createConversation({ engine, user: SEEKER, users: [SEEKER], directory: ".", frameMs: 0, ...options });
  const submit = (text: string) => chat.submit({ text, shown: text });
  const say = async (text: string) => {
    const before = chat.state.entries.length;
    submit(text);
    await chat.idle();
    return chat.state.entries.slice(before + 1);
  };
  return { engine, chat, say, submit };
}
const slow = (text: string) => turn(text, { waitMs: 5 });
const kinds = (entries: readonly Entry[]) => entries.map(({ kind }) => kind);
const failing = (event: Partial<Extract<TurnEvent, { type: "turn-error" }>>): TurnEvent => ({
  type: "turn-error",
  code: "model_unavailable",
  message: "The model did not answer.",
  retryable: true,
  ...event,
});

describe("a turn", () => {
  test("shows the matches before the first word, and the answer block by block", async () => {
    const { say } = chatWith(() => turn("Two fit.\n\n- one\n- two", { matches: sampleJobs() }));
    expect(await say("jobs")).toEqual([
      { kind: "matches", matches: sampleJobs() },
      { kind: "answer", markdown: "Two fit.", tight: false },
      { kind: "answer", markdown: "- one\n", tight: false },
      { kind: "answer", markdown: "- two", tight: true },
    ]);
  });

  test("goes on in the session that the first one opened", async () => {
    const { engine, chat, say } = chatWith(() => turn("Yes."));
    await say("one");
    await say("two");
    expect(engine.sent.map(({ sessionId }) => sessionId)).toEqual([undefined, chat.state.sessionId]);
  });

  test("tells what it is doing and what is still being written", async () => {
    const { chat, submit } = chatWith(() => slow("First.\n\nSecond."));
    const seen = new Set<string>();
    const growing = new Set<string>();
    chat.subscribe(() => {
      if (chat.state.activity) seen.add(chat.state.activity.label);
      growing.add(chat.state.unfinished.markdown);
    });
    submit("jobs");
    await chat.idle();
    expect([...seen]).toEqual(["Reading", "Searching jobs"]);
    expect(growing).toContain("Second.");
    expect(chat.state).toMatchObject({ activity: null, unfinished: { markdown: "" } });
  });

  test("shows assumptions and notices as remarks", async () => {
    const { say } = chatWith(() => [
      start,
      { type: "intent-understood", intent: { kind: "search", mode: "new", filters: {}, query: "" }, assumptions: ["70k is taken as EUR a year."] },
      { type: "notice", code: "excluded", text: "12 jobs name no salary." },
      end,
    ]);
    expect(await say("70k")).toEqual([
      { kind: "remark", text: "70k is taken as EUR a year." },
      { kind: "remark", text: "12 jobs name no salary." },
    ]);
  });

  test("says the same remark once", async () => {
    const text = "70k is taken as EUR a year.";
    const { say } = chatWith(() => [
      start,
      { type: "intent-understood", intent: { kind: "search", mode: "new", filters: {}, query: "" }, assumptions: [text] },
      { type: "notice", code: "assumed", text },
      end,
    ]);
    expect(await say("70k")).toEqual([{ kind: "remark", text }]);
  });

  test("a follow-up about some matches leaves the others within reach, a new search does not", async () => {
    const [first, , third] = sampleJobs();
    const { chat, say } = chatWith(({ text }) => {
      if (text === "jobs") return turn("Four.", { matches: sampleJobs() });
      if (text === "others") return turn("One.", { matches: [first!] });
      const [opened, ...rest] = turn("Because.", { matches: [third!] });
      return [opened!, { type: "intent-understood", intent: { kind: "explain", ranks: [3] }, assumptions: [] }, ...rest.slice(1)];
    });
    await say("jobs");
    await say("why 3");
    expect(chat.state.matches.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    await say("others");
    expect(chat.state.matches.map(({ rank }) => rank)).toEqual([1]);
  });

  test("an answer that does not stream is shown from the end", async () => {
    const { say } = chatWith(() => [start, { ...end, message: { ...end.message, text: "From the cache." }, cache: "hit" }]);
    expect(await say("again")).toEqual([
      { kind: "answer", markdown: "From the cache.", tight: false },
      { kind: "turn-label", text: "from the cache" },
    ]);
  });

  test("a degraded turn is labelled", async () => {
    const { say } = chatWith(() => turn("Words.", { end: { degraded: ["vector-index", "cache"] } }));
    expect((await say("jobs")).at(-1)).toEqual({
      kind: "turn-label",
      text: "searched by words only, the vector index is down; slower than usual, the cache is down",
    });
  });

  test("escape sequences cut in two by the stream do not get through", async () => {
    const pieces = ["a\u{1b}", "[2Jb", "\u{1b}]0;ti", "tle\u{7}c"];
    const { say } = chatWith(() => [start, ...pieces.map((text): TurnEvent => ({ type: "text-delta", text })), end]);
    expect(await say("x")).toEqual([{ kind: "answer", markdown: "abc", tight: false }]);
  });

  test("counts tokens and cost over the turns", async () => {
    const { chat, say } = chatWith(() => turn("Yes."));
    await say("one");
    await say("two");
    expect(chat.state.totals).toEqual({ turns: 2, tokens: 2420, cached: 1024, costUsd: 0.0008 });
  });

  test("a price that is unknown makes the sum unknown", async () => {
    const { chat, say } = chatWith(() => turn("Yes.", { end: { costUsd: null } }));
    await say("one");
    expect(chat.state.totals.costUsd).toBeNull();
  });
});

describe("a turn that fails", () => {
  test("shows the message, the remedy and how to try again", async () => {
    const { say } = chatWith(() => [start, failing({ hint: "Wait a moment." })]);
    expect(await say("jobs")).toEqual([{ kind: "error", message: "The model did not answer.", hint: "Wait a moment. Send it again with /retry." }]);
  });

  test("does not offer to try again what cannot help", async () => {
    const { say } = chatWith(() => [failing({ code: "message_too_long", message: "Too long.", hint: "Shorten it.", retryable: false })]);
    expect(await say("jobs")).toEqual([{ kind: "error", message: "Too long.", hint: "Shorten it." }]);
  });

  test("keeps what was said before", async () => {
    const { say } = chatWith(() => [start, { type: "text-delta", text: "Half an ans" }, failing({})]);
    expect(kinds(await say("jobs"))).toEqual(["answer", "error"]);
  });

  test("is sent again under the same id when it was never accepted, under a new one when it was", async () => {
    const { engine, say } = chatWith((message) => (message.text === "lost" ? [failing({ code: "storage_unavailable" })] : [start, failing({})]));
    await say("lost");
    await say("/retry");
    await say("failed");
    await say("/retry");
    const [first, second, third, fourth] = engine.sent.map(({ clientMessageId }) => clientMessageId);
    expect(first).toBe(second);
    expect(third).not.toBe(fourth);
  });

  test("an engine that breaks off or throws is told of, and the chat goes on", async () => {
    const { say } = chatWith((message) => {
      if (message.text === "throw") throw new Error("boom");
      return message.text === "fine" ? turn("Fine.") : [start];
    });
    expect(await say("end")).toMatchObject([{ kind: "error", message: "The answer ended early." }]);
    expect(await say("throw")).toMatchObject([{ kind: "error", message: "boom" }]);
    expect(kinds(await say("fine"))).toEqual(["answer"]);
  });
});

describe("stopping and waiting", () => {
  test("a stopped answer keeps its words and says so", async () => {
    const { chat, submit } = chatWith(() => [start, { type: "text-delta", text: "Half an answer" }, { type: "wait", ms: 10_000 }, end]);
    submit("jobs");
    await new Promise((resolve) => setTimeout(resolve, 20));
    chat.stop();
    expect(chat.state.activity).toMatchObject({ stopping: true });
    await chat.idle();
    expect(chat.state.entries.slice(-2)).toEqual([
      { kind: "answer", markdown: "Half an answer", tight: false },
      { kind: "turn-label", text: "stopped" },
    ]);
  });

  test("one message may wait for its turn", async () => {
    const { engine, chat, submit } = chatWith(() => slow("Yes."));
    submit("one");
    expect([submit("two"), submit("three")]).toEqual([true, false]);
    expect(chat.state.queued?.text).toBe("two");
    await chat.idle();
    expect(engine.sent.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(chat.state.queued).toBeNull();
  });

  test("stopping gives the waiting message back instead of sending it", async () => {
    const { engine, chat, submit } = chatWith(() => slow("Yes."));
    submit("one");
    submit("two");
    expect(chat.stop()?.text).toBe("two");
    await chat.idle();
    expect(engine.sent).toHaveLength(1);
  });

  test("/quit does not wait", async () => {
    const { chat, submit } = chatWith(() => [start, { type: "wait", ms: 10_000 }, end]);
    submit("one");
    submit("/quit");
    expect(chat.state.exitCode).toBe(0);
    await chat.idle();
  });

  test("leaving names the session to go on with", async () => {
    const { chat, say } = chatWith(() => turn("Yes."));
    await say("one");
    chat.quit(130);
    expect(chat.state.exitCode).toBe(130);
    expect(chat.state.entries.at(-1)).toMatchObject({ text: expect.stringContaining(`rolecall chat -r ${chat.state.sessionId}`) });
  });
});

describe("the cost limit of a chat", () => {
  test("is handed on as what is left, and ends the sending", async () => {
    const { engine, say } = chatWith(() => turn("Yes.", { end: { costUsd: 0.5 } }), { maxCostUsd: 0.75 });
    await say("one");
    await say("two");
    expect(await say("three")).toMatchObject([{ kind: "error", hint: "Start again with a higher --max-cost." }]);
    expect(engine.sent.map(({ maxCostUsd }) => maxCostUsd)).toEqual([0.75, 0.25]);
  });
});

describe("a resumed session", () => {
  const detail = sampleSession({ userId: "seeker", role: "job_seeker", text: "nurse jobs" }, "11111111-2222-4333-8444-555555555555");
  for (let n = 1; n <= 5; n++) {
    detail.messages.push(storedMessage(detail, "user", `Question ${n}`, `t${n}`));
    detail.messages.push({ ...storedMessage(detail, "assistant", `Answer ${n}`, `t${n}`), structured: n === 2 ? { matches: sampleJobs() } : null });
  }
  detail.messages.at(-1)!.status = "cancelled";

  test("shows its last turns and goes on where it was", async () => {
    const { chat, say, engine } = chatWith(() => turn("More."), { resumed: detail });
    expect(chat.state.entries.slice(1)).toEqual([
      { kind: "remark", text: 'Going on with "nurse jobs"; 2 earlier turns not shown.' },
      { kind: "message", text: "Question 3" },
      { kind: "answer", markdown: "Answer 3", tight: false },
      { kind: "message", text: "Question 4" },
      { kind: "answer", markdown: "Answer 4", tight: false },
      { kind: "message", text: "Question 5" },
      { kind: "answer", markdown: "Answer 5", tight: false },
      { kind: "turn-label", text: "stopped" },
    ]);
    expect(chat.state.totals.turns).toBe(5);
    expect(chat.state.matches).toHaveLength(4);
    await say("/retry");
    expect(engine.sent[0]).toMatchObject({ sessionId: detail.session.session_id, text: "Question 5" });
  });

  test("an error of the engine in a command is shown with its remedy", async () => {
    const engine = createFakeEngine();
    engine.sessions.list = async () => {
      throw new RolecallError("storage_unavailable", "The store cannot be reached.", { hint: "Start it." });
    };
    const chat = createConversation({ engine, user: SEEKER, users: [SEEKER], directory: "." });
    chat.submit({ text: "/sessions", shown: "/sessions" });
    await chat.idle();
    expect(chat.state.entries.at(-1)).toEqual({ kind: "error", message: "The store cannot be reached.", hint: "Start it. Send it again with /retry." });
  });
});
