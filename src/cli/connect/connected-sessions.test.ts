import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Actor } from "../../engine/index.ts";
import { connected, eventually } from "../../server/client/testing/connected.ts";
import { type Script, type ScriptedServer, scriptedServer } from "../../server/client/testing/scripted-server.ts";
import { turnEvents } from "../../server/client/testing/scripted-turn.ts";
import type { ChatEngine } from "../ui/chat-engine.ts";
import { connectedEngine } from "./connected-engine.ts";
import { PATIENCE } from "./patience.ts";
import { collected } from "./testing/collected.ts";

const ACTOR: Actor = { userId: "user", role: "job_seeker" };
const SESSION = "session-1";

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer();
  onTestFinished(() => server[Symbol.asyncDispose]());
});

function engineOf(script: Script = {}, answerMs = PATIENCE.answerMs): ChatEngine {
  server.script = script;
  return connectedEngine(connected(server), server.url, { ...PATIENCE, answerMs });
}

const say = (engine: ChatEngine) => collected(engine.send({ ...ACTOR, text: "jobs" }));

describe("the sessions of a server", () => {
  const line = (n: number) => ({
    sessionId: `listed-${n}`,
    role: "job_seeker",
    title: `Search ${n}`,
    status: "active",
    lastInteractionAt: "2026-03-01T12:00:00.000Z",
  });

  test("are listed over as many pages as it takes", async () => {
    const engine = engineOf({
      command(command, peer) {
        if (command.type !== "session.list") return false;
        const { cursor } = command.payload;
        const [sessions, nextCursor] = cursor === undefined ? [[line(1), line(2)], "more"] : [[line(3), line(4)], "even more"];
        peer.send({ type: "ack", id: command.id, result: { sessions, nextCursor } });
        return true;
      },
    });
    const found = await engine.sessions.list(ACTOR, 3);
    expect(found.map(({ session_id, title, user_id }) => [session_id, title, user_id])).toEqual([1, 2, 3].map((n) => [`listed-${n}`, `Search ${n}`, "user"]));
    expect(server.commands("session.list")).toHaveLength(2);
  });

  test("are shown with their messages, but without what the server does not tell", async () => {
    const engine = engineOf({ words: ["Two fit."] });
    await say(engine).done;
    const other = engineOf(server.script);
    const { session, messages, beginsLater } = await other.sessions.show(ACTOR, SESSION);
    expect(session).toMatchObject({ session_id: SESSION, user_id: "user", search_state: undefined });
    expect(messages.map(({ role, text, status }) => [role, text, status])).toEqual([
      ["user", "jobs", "complete"],
      ["assistant", "Two fit.", "complete"],
    ]);
    expect(messages[1]).not.toHaveProperty("usage");
    expect(beginsLater).toBe(false);
  });

  test("are not told from their beginning where they are long", async () => {
    for (let n = 1; n <= 25; n++)
      server.append(SESSION, ...turnEvents({ runId: `run-${n}`, clientMessageId: `${n}`, text: "jobs", words: ["Yes."], end: "complete" }));
    expect(await engineOf().sessions.show(ACTOR, SESSION)).toMatchObject({ beginsLater: true });
  });

  test("leave out an answer that is being written, and open one at a time", async () => {
    const engine = engineOf();
    const turn = say(engine);
    await eventually(() => expect(turn.of("turn-start")).toHaveLength(1));
    server.session("other");
    const other = engineOf(server.script);
    expect((await other.sessions.show(ACTOR, SESSION)).messages.map(({ role }) => role)).toEqual(["user"]);
    await other.sessions.show(ACTOR, "other");
    await eventually(() => expect(server.commands("session.close").map(({ payload }) => payload.sessionId)).toEqual([SESSION]));
  });

  test("that are unknown, and servers that do not answer, are told", async () => {
    await expect(engineOf().sessions.show(ACTOR, "nowhere")).rejects.toMatchObject({ code: "not_found", exitCode: 2 });
    const silent = engineOf({ command: ({ type }) => type === "session.list" }, 50);
    await expect(silent.sessions.list(ACTOR)).rejects.toMatchObject({ code: "storage_unavailable", exitCode: 3, message: expect.stringContaining(server.url) });
  });
});
