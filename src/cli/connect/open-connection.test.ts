import { onTestFinished, test, expect } from "vitest";
import { type Script, type ScriptedServer, scriptedServer } from "../../server/client/testing/scripted-server.ts";
import { fakeSession } from "../testing/fake-session.ts";
import { openConnection } from "./open-connection.ts";
import { PATIENCE } from "./patience.ts";

async function serverWith(script: Script = {}): Promise<ScriptedServer> {
  const server = await scriptedServer(script);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

const variables = { HOME: "/nowhere", ROLECALL_TOKEN: "from the settings" };
const open = (connect: string, answerMs: number, { token, signal, session = fakeSession({ variables }) }: Opening = {}) =>
  openConnection(session, { connect, token }, signal, { ...PATIENCE, answerMs });

interface Opening {
  token?: string;
  signal?: AbortSignal;
  session?: ReturnType<typeof fakeSession>;
}

test("the token of the settings is shown, unless one is given", async () => {
  const server = await serverWith();
  const shown = () => server.peers.at(-1)?.token;
  {
    await using opened = await open(server.url, 15_000);
    expect(opened.actor).toEqual({ userId: "user", role: "job_seeker" });
    expect(shown()).toBe("from the settings");
  }
  await using _ = await open(server.url, 15_000, { token: "given" });
  expect(shown()).toBe("given");
});

test("a server that is not there is given up, with its address", async () => {
  const server = await scriptedServer();
  await server[Symbol.asyncDispose]();
  await expect(open(server.url, 100)).rejects.toMatchObject({
    code: "storage_unavailable",
    exitCode: 3,
    message: `No chat server could be reached at ${server.url} within 0.1 s.`,
    hint: expect.stringContaining("rolecall serve"),
  });
});

test("a server that comes up meanwhile is connected to, and a wait is told", async () => {
  let isUp = false;
  const server = await serverWith({ init: (peer) => (isUp ? false : (peer.close(4503, "Not yet"), true)) });
  const session = fakeSession({ variables });
  const opening = open(server.url, 60_000, { session });
  await expect.poll(session.err, { timeout: 15_000 }).toBe(`Connecting to ${server.url} …\n`);
  isUp = true;
  await using opened = await opening;
  expect(opened.actor.userId).toBe("user");
});

test("a server that sends everybody away is quoted", async () => {
  const server = await serverWith({ init: (peer) => (peer.close(4431, "Too many connections at a time; close another one"), true) });
  await expect(open(server.url, 2_000)).rejects.toMatchObject({
    message: `No chat server could be reached at ${server.url} within 2 s. Too many connections at a time; close another one.`,
  });
});

test("waiting for a server ends when it is stopped", async () => {
  const server = await serverWith({ init: () => true });
  const controller = new AbortController();
  const opening = open(server.url, 60_000, { signal: controller.signal });
  await expect.poll(() => server.opened, { timeout: 15_000 }).toBe(1);
  const reason = new Error("stopped");
  controller.abort(reason);
  await expect(opening).rejects.toBe(reason);
  await expect.poll(() => server.peers, { timeout: 15_000 }).toEqual([]);
});
