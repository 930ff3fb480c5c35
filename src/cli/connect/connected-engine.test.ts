import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Actor } from "../../engine/index.ts";
import { connected, eventually } from "../../server/client/testing/connected.ts";
import { type Script, type ScriptedServer, scriptedServer } from "../../server/client/testing/scripted-server.ts";
import { answerId, turnEnd } from "../../server/client/testing/scripted-turn.ts";
import type { Command } from "../../server/protocol/commands.ts";
import type { ChatEngine } from "../ui/chat-engine.ts";
import { connectedEngine } from "./connected-engine.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { type Collected, collected } from "./testing/collected.ts";

const ACTOR: Actor = { userId: "user", role: "job_seeker" };
const SESSION = "session-1";
const RUN = "run-1";
const LOST = "Connection lost; connecting again …";
const BACK = "Back; nothing was lost.";

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
});

async function engineOf(script: Script = {}, patience: Partial<Patience> = {}): Promise<ChatEngine> {
  server.script = script;
  const client = connected(server);
  await eventually(() => expect(client.state).toBe("ready"));
  return connectedEngine(client, server.url, { ...PATIENCE, ...patience });
}

function say(engine: ChatEngine, message: { sessionId?: string; clientMessageId?: string; signal?: AbortSignal } = {}): Collected {
  return collected(engine.send({ ...ACTOR, text: "jobs", ...message }));
}

const more = (delta: string) => ({ type: "TEXT_MESSAGE_CONTENT" as const, runId: RUN, messageId: answerId(RUN), delta });
const refuse =
  (type: Command["type"], error: object): Script["command"] =>
  (command, peer) => {
    if (command.type === type) peer.send({ type: "error", id: command.id, message: "Not now.", hint: "Wait a moment.", ...error });
    return command.type === type;
  };

describe("a turn", () => {
  test("is told from its start to its end, and says which model answered", async () => {
    const engine = await engineOf({ words: ["Two ", "fit."] });
    expect(engine.description).toMatchObject({ chatModel: null, server: server.url });
    const turn = say(engine, { clientMessageId: "mine" });
    await turn.done;
    expect(turn.events[0]).toMatchObject({ type: "turn-start", sessionId: SESSION, turnId: RUN, clientMessageId: "mine", created: true, duplicate: false });
    expect(turn.of("turn-end")).toMatchObject([{ message: { text: "Two fit.", status: "complete" } }]);
    expect(turn.words()).toBe("Two fit.");
    expect(engine.description.chatModel).toBe("scripted");
  });

  test("goes on in its session", async () => {
    const engine = await engineOf({ words: ["Yes."] });
    await say(engine).done;
    const second = say(engine, { sessionId: SESSION });
    await second.done;
    expect(second.of("turn-start")).toMatchObject([{ sessionId: SESSION, created: false }]);
    expect(server.commands("session.open")).toHaveLength(1);
  });

  test("that the server refuses for a while says so", async () => {
    const engine = await engineOf({ command: refuse("message.send", { code: "rate_limited", retryable: true, retryAfterMs: 60_000 }) });
    const turn = say(engine);
    await turn.done;
    expect(turn.events).toEqual([{ type: "turn-error", code: "session_busy", message: "Not now.", hint: "Wait a moment.", retryable: true }]);
  });

  test("that is refused is sent again into the same session", async () => {
    const engine = await engineOf({ command: refuse("message.send", { code: "storage_full", retryable: false }) });
    const refused = say(engine, { clientMessageId: "mine" });
    await refused.done;
    expect(refused.of("turn-error")).toMatchObject([{ code: "storage_full" }]);
    server.script = { words: ["Yes."] };
    await say(engine, { clientMessageId: "mine" }).done;
    expect(server.commands("message.send").map(({ payload }) => [payload.sessionId, payload.clientMessageId])).toEqual([
      [SESSION, "mine"],
      [SESSION, "mine"],
    ]);
  });
});

describe("a connection that is lost in the middle of an answer", () => {
  /** A turn that has said "Two " and goes on. */
  async function begun(patience: Partial<Patience> = {}, script: Script = {}) {
    const engine = await engineOf(script, patience);
    const turn = say(engine);
    await eventually(() => expect(turn.of("turn-start")).toHaveLength(1));
    server.append(SESSION, more("Two "));
    await eventually(() => expect(turn.words()).toBe("Two "));
    return turn;
  }

  test("is told once, as is its return, and the answer is whole", async () => {
    const turn = await begun();
    server.peers[0]!.cut();
    server.append(SESSION, more("fit."));
    await eventually(() => expect(turn.words()).toBe("Two fit."));
    server.append(SESSION, ...turnEnd(RUN, "complete"));
    await turn.done;
    expect(turn.of("notice").map(({ text }) => text)).toEqual([LOST, BACK]);
    expect(turn.of("turn-end")).toMatchObject([{ message: { text: "Two fit.", status: "complete" } }]);
    expect(turn.events.at(-1)?.type).toBe("turn-end");
  });

  test("is told again when it happens again", async () => {
    const turn = await begun();
    for (const words of ["fit", "."]) {
      server.peers[0]!.cut();
      server.append(SESSION, more(words));
      await eventually(() => expect(turn.words().endsWith(words)).toBe(true));
    }
    server.append(SESSION, ...turnEnd(RUN, "complete"));
    await turn.done;
    expect(turn.of("notice").map(({ text }) => text)).toEqual([LOST, BACK, LOST, BACK]);
  });

  test.each([
    ["with its end", true],
    ["and its end", false],
  ])("when the server has dropped the words since, the stored answer tells them: %s", async (_, tellsEnd) => {
    const turn = await begun();
    server.script = {
      command(command, peer) {
        if (command.type !== "session.open") return false;
        const { log, restored, snapshot } = server.session(SESSION);
        peer.send({ type: "ack", id: command.id, result: { sessionId: SESSION, lastSeq: log.length, created: false } });
        peer.send(restored());
        peer.send(snapshot(tellsEnd ? log.length - 1 : log.length));
        if (tellsEnd) peer.send(log.at(-1));
        return true;
      },
    };
    server.peers[0]!.cut();
    server.append(SESSION, more("fit."), ...turnEnd(RUN, "complete"));
    await turn.done;
    expect(turn.words()).toBe("Two fit.");
    expect(turn.of("turn-end")).toMatchObject([{ message: { text: "Two fit.", status: "complete" }, citations: [{ n: 1, id: "job" }] }]);
  });

  test("for too long is given up, with the address", async () => {
    const turn = await begun({ lostMs: 50 });
    await server[Symbol.asyncDispose]();
    await turn.done;
    expect(turn.words()).toBe("Two ");
    expect(turn.events.at(-1)).toMatchObject({ type: "turn-error", code: "storage_unavailable", retryable: true });
    expect(turn.of("turn-error")[0]!.message).toContain(server.url);
  });

  test.each([
    [4401, "The token has expired", "credentials", "does not accept the token. The token has expired."],
    [4403, "", "credentials", "does not let the user of this token in."],
    [4406, "", "internal", "do not understand each other (4406)."],
  ])("for good, with %i, is told as what it is", async (code, reason, failure, told) => {
    const turn = await begun();
    server.close(code, reason);
    await turn.done;
    expect(turn.of("turn-error")).toMatchObject([{ code: failure, message: expect.stringContaining(told) }]);
    expect(turn.of("turn-error")[0]!.message).toContain(server.url);
  });
});

describe("an answer that is stopped", () => {
  async function begun(script: Script = {}, patience: Partial<Patience> = {}) {
    const engine = await engineOf(script, patience);
    const controller = new AbortController();
    const turn = say(engine, { signal: controller.signal });
    await eventually(() => expect(turn.of("turn-start")).toHaveLength(1));
    server.append(SESSION, more("Two "));
    await eventually(() => expect(turn.words()).toBe("Two "));
    return { turn, stop: () => controller.abort() };
  }

  test("is stopped on the server, and keeps its words", async () => {
    const { turn, stop } = await begun();
    stop();
    await turn.done;
    expect(server.commands("run.cancel").map(({ payload }) => payload)).toEqual([{ sessionId: SESSION, runId: RUN }]);
    expect(turn.of("turn-end")).toMatchObject([{ message: { text: "Two ", status: "cancelled" } }]);
  });

  test("is stopped on the next connection where this one goes", async () => {
    const { turn, stop } = await begun({
      command(command, peer) {
        if (command.type !== "run.cancel" || server.opened > 1) return false;
        peer.cut();
        return true;
      },
    });
    stop();
    await turn.done;
    expect(server.commands("run.cancel")).toHaveLength(2);
    expect(turn.of("turn-end")).toMatchObject([{ message: { status: "cancelled" } }]);
  });

  test("does not keep anybody waiting for a server that says nothing", async () => {
    const { turn, stop } = await begun({ command: ({ type }) => type === "run.cancel" }, { cancelMs: 50 });
    stop();
    await turn.done;
    expect(turn.of("turn-error")).toMatchObject([{ code: "interrupted" }]);
  });

  test("before its message was sent is not sent", async () => {
    const engine = await engineOf();
    const turn = say(engine, { signal: AbortSignal.abort() });
    await turn.done;
    expect(turn.of("turn-error")).toMatchObject([{ code: "interrupted", message: "The message was not sent." }]);
    expect(server.commands("message.send")).toEqual([]);
  });

  test("while its message is on the way is stopped as soon as the server has it", async () => {
    const controller = new AbortController();
    const engine = await engineOf({
      command({ type }) {
        if (type === "message.send") controller.abort();
        return false;
      },
    });
    const turn = say(engine, { signal: controller.signal });
    await turn.done;
    expect(turn.of("turn-end")).toMatchObject([{ message: { status: "cancelled" } }]);
  });
});
