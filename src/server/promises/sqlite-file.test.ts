import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { expectEachOnce, sendUntilTaken } from "./testing/outage-drill.ts";
import { realServer } from "./testing/real-server.ts";
import { wordy, wordyAnswer } from "./testing/wordy-model.ts";

const WORDS = 100;
const WAITING = { timeout: 30_000 };
const FILE = "rolecall.db";

let store: SeededStore;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
});
afterAll(() => store[Symbol.dispose]());

/** Another process that keeps the file to itself for a while. Settles when it has it; `over` when it has let go. */
async function otherWriter(directory: string, ms: number): Promise<{ over: Promise<unknown> }> {
  const script = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
    database.exec("BEGIN IMMEDIATE");
    console.log("held");
    setTimeout(() => database.exec("COMMIT"), ${ms});`;
  const child = spawn(process.execPath, ["-e", script, join(directory, FILE)], { stdio: ["ignore", "pipe", "inherit"] });
  const over = once(child, "exit");
  await once(child.stdout, "data");
  return { over };
}

describe("SQLite file", () => {
  test(
    "another process that has the file for longer than anybody waits: the message is refused for now, and taken once it is free",
    { timeout: 60_000 },
    async () => {
      const directory = store.copy();
      await using server = await realServer(directory, { adapt: wordy({ words: WORDS }) });
      const client = await server.connect(SEEKER);
      const sessionId = await client.session();
      const message = { clientMessageId: "m1", text: "TypeScript jobs" };
      const other = new DatabaseSync(join(directory, FILE));
      other.exec("BEGIN IMMEDIATE");
      const refused = await client.command("message.send", { sessionId, ...message });
      expect(refused).toMatchObject({ type: "error", code: "storage_unavailable", retryable: true, hint: expect.any(String) });
      expect(JSON.stringify(refused)).not.toContain("SQLITE");
      // Reading is not in anybody's way.
      expect((await client.command("session.list")).type).toBe("ack");
      other.exec("COMMIT");
      other.close();
      await sendUntilTaken(client, sessionId, message);
      expect(client.text()).toBe(wordyAnswer(WORDS));
      await expectEachOnce(server, SEEKER, sessionId, [message.text]);
    },
  );

  test("another process that writes for a moment in the middle of an answer costs nobody a word", async () => {
    const directory = store.copy();
    await using server = await realServer(directory, { adapt: wordy({ words: WORDS, pauseMs: 10 }) });
    const [client, other] = [await server.connect(SEEKER), await server.connect(EMPLOYER)];
    const sessionId = await client.session();
    const { result } = await client.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
    await client.next("TEXT_MESSAGE_CONTENT");
    const { over } = await otherWriter(directory, 400);
    expect((await other.command("session.list")).type).toBe("ack");
    await client.next(({ type, runId }) => type === "RUN_FINISHED" && runId === result.runId);
    expect(client.text()).toBe(wordyAnswer(WORDS));
    await over;
    await expectEachOnce(server, SEEKER, sessionId, ["TypeScript jobs"]);
  });

  test("two servers on one file: what one takes the other tells, word for word", async () => {
    const directory = store.copy();
    await using one = await realServer(directory, { adapt: wordy({ words: WORDS, pauseMs: 10 }) });
    await using two = await realServer(directory);
    const [sender, watcher] = [await one.connect(SEEKER), await two.connect(SEEKER)];
    const sessionId = await sender.session();
    await watcher.session({ sessionId });
    const { result } = await sender.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
    await watcher.next(({ type, runId }) => type === "RUN_FINISHED" && runId === result.runId);
    expect(watcher.text()).toBe(wordyAnswer(WORDS));
    expect((await watcher.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" })).result.duplicate).toBe(true);
  });
});

/** A small disk of its own, where this machine allows that. */
function smallDisk(): ({ path: string } & Disposable) | null {
  const path = mkdtempSync(join(tmpdir(), "rolecall-disk-"));
  const isMounted = process.getuid?.() === 0 && spawnSync("mount", ["-t", "tmpfs", "-o", "size=48m", "none", path]).status === 0;
  const dispose = () => {
    if (isMounted) spawnSync("umount", ["-l", path]);
    rmSync(path, { recursive: true, force: true });
  };
  if (isMounted) return { path, [Symbol.dispose]: dispose };
  dispose();
  return null;
}

function canMount(): boolean {
  using disk = smallDisk();
  return disk !== null;
}

describe.runIf(canMount())("SQLite file: a full disk (where a test may mount one)", () => {
  /** Leaves no room for anything. */
  function fill(path: string): { free(): void } {
    const filler = join(path, "filler");
    for (const bytes of [64 * 1024 * 1024, 1024 * 1024, 4_096]) {
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: "a" });
      } catch {
        // It is full by this measure.
      }
    }
    return { free: () => rmSync(filler) };
  }

  test("before a message: it is refused for now, what was there can be read, and with room again it is taken once", async () => {
    using disk = smallDisk()!;
    cpSync(store.copy(), disk.path, { recursive: true });
    await using server = await realServer(disk.path, { adapt: wordy({ words: WORDS }) });
    const client = await server.connect(SEEKER);
    const sessionId = await client.session();
    const message = { clientMessageId: "m1", text: "TypeScript jobs" };
    const { free } = fill(disk.path);
    const refused = await vi.waitFor(async () => {
      const answer = await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "x".repeat(20_000) });
      expect(answer.type).toBe("error");
      return answer;
    }, WAITING);
    expect(refused).toMatchObject({ code: "storage_full", retryable: true, hint: expect.any(String) });
    expect((await client.command("session.list")).type).toBe("ack");
    free();
    await sendUntilTaken(client, sessionId, message);
    expect((await server.engine.sessions.show(SEEKER, sessionId)).messages.filter(({ text }) => text === message.text)).toHaveLength(1);
  });

  test("in the middle of an answer: the run has one end, and the session goes on once there is room", async () => {
    using disk = smallDisk()!;
    cpSync(store.copy(), disk.path, { recursive: true });
    await using server = await realServer(disk.path, { adapt: wordy((said) => ({ words: said.includes("React") ? 10 : 4_000, pauseMs: 1 })) });
    const client = await server.connect(SEEKER);
    const sessionId = await client.session();
    const { result } = await client.command("message.send", { sessionId, clientMessageId: "m1", text: "TypeScript jobs" });
    await client.next("TEXT_MESSAGE_CONTENT");
    const { free } = fill(disk.path);
    await vi.waitUntil(() => server.engine.running === 0, WAITING);
    free();
    const back = await server.connect(SEEKER);
    await back.session({ sessionId });
    await sendUntilTaken(back, sessionId, { clientMessageId: "m2", text: "React jobs" });
    const late = await server.connect(SEEKER);
    await late.session({ sessionId, afterSeq: 0 });
    await late.next(({ type, runId }) => type === "RUN_FINISHED" && runId !== result.runId);
    expect(late.frames.filter(({ type, runId }) => /^RUN_(?:FINISHED|ERROR)$/.test(type) && runId === result.runId)).toHaveLength(1);
    await expectEachOnce(server, SEEKER, sessionId, ["TypeScript jobs", "React jobs"]);
  });
});
