import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";

const KEEPER = fileURLToPath(new URL("../../../fixtures/services/keeper.ts", import.meta.url));

/** A Redis that belongs to one test, which may do anything to it. */
export interface OwnRedis extends AsyncDisposable {
  readonly url: string;
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Ends it the hard way. It keeps nothing on disk. */
  kill(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  start(): Promise<void>;
  /** It keeps its connections and says nothing more, until it goes on. */
  freeze(): Promise<{ thaw(): void }>;
}

export async function ownRedis(...options: string[]): Promise<OwnRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let keeper: ChildProcess | undefined;

  async function command(name: string, ...args: string[]): Promise<unknown> {
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 15 });
    client.on("error", () => {});
    try {
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }
  async function start(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "rolecall-redis-"));
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", ...options];
    keeper = spawn(process.execPath, [KEEPER, folder, "redis-server", ...args], { stdio: ["pipe", "ignore", "inherit"] });
    await command("PING").catch((error: unknown) => {
      if (!String(error).includes("NOAUTH")) throw error;
    });
  }
  async function kill(): Promise<void> {
    if (keeper === undefined) return;
    const gone = once(keeper, "exit");
    keeper.stdin!.end();
    await gone;
    keeper = undefined;
  }

  await start();
  return {
    url,
    command,
    kill,
    start,
    async freeze() {
      const pid = Number(/process_id:(\d+)/.exec(String(await command("INFO", "server")))![1]);
      process.kill(pid, "SIGSTOP");
      return { thaw: () => void process.kill(pid, "SIGCONT") };
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function freePort(): Promise<number> {
  await using listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  return (listener.address() as AddressInfo).port;
}
