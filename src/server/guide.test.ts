import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundle, bundleClient } from "../../bundle.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const PYTHON = ["python3", "/usr/bin/python3"].find((program) => spawnSync(program, ["-c", "import websockets"]).status === 0);
const REQUIRED = process.env.ROLECALL_REQUIRE_SERVICES === "1";
const PATIENCE = { timeout: 60_000, interval: 50 };

let folder: string;
let port: number;
let server: ChildProcess;
let token: string;

/** A block of the guide, as it stands in the README, on this test's port. */
function block(name: string): string {
  const found = new RegExp(`<!-- guide:${name} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(README)?.[1];
  if (found === undefined) throw new Error(`The README has no block "${name}".`);
  return found.replaceAll("8787", String(port));
}

function run(program: string, args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const env = { PATH: `${folder}/bin:${dirname(process.execPath)}:${process.env.PATH}`, HOME: folder, ROLECALL_PORT: String(port), CI: "true", ...environment };
  return spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
}

function written(child: ChildProcess): () => string {
  let text = "";
  child.stdout!.on("data", (chunk) => (text += String(chunk)));
  child.stderr!.on("data", (chunk) => (text += String(chunk)));
  return () => text;
}

/** What a program that ends by itself writes. */
async function said(program: string, args: readonly string[]): Promise<string> {
  const child = run(program, args, { TOKEN: token });
  const text = written(child);
  const [code] = await once(child, "close");
  expect({ code, failure: code === 0 ? "" : text() }).toEqual({ code: 0, failure: "" });
  return text();
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe("the guide in the README", { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rolecall-guide-"));
    port = await freePort();
    const installed = join(folder, "node_modules/rolecall");
    await Promise.all([bundle(join(installed, "dist")), bundleClient(join(installed, "dist"))]);
    const root = fileURLToPath(new URL("../../", import.meta.url));
    symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
    file("node_modules/rolecall/package.json", readFileSync(join(root, "package.json"), "utf8"));
    file("node_modules/rolecall/fixtures/demo.json", readFileSync(join(root, "fixtures/demo.json"), "utf8"));
    for (const name of ["employers", "jobs", "resumes"])
      file(`node_modules/rolecall/fixtures/${name}.jsonl`, readFileSync(join(root, `fixtures/${name}.jsonl`), "utf8"));
    chmodSync(file("bin/rolecall", `#!/bin/sh\nexec node ${installed}/dist/bin.js "$@"\n`), 0o755);
    // As a person would: from one shell, where the last command goes on.
    server = run("sh", ["-e", file("serve.sh", block("serve").replace(/\nrolecall serve\n$/, "\nexec rolecall serve\n"))]);
    const log = written(server);
    await vi.waitUntil(async () => {
      if (server.exitCode !== null) throw new Error(log());
      return (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true;
    }, PATIENCE);
    const secret = /SUPABASE_JWT_SECRET="([^"]+)"/.exec(block("serve"))![1]!;
    const minted = run("sh", ["-ec", block("token")], { SUPABASE_JWT_SECRET: secret });
    const text = written(minted);
    await once(minted, "close");
    token = text().trim();
  }, 180_000);
  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill("SIGTERM");
      await once(server, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test("mints a token", () => {
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test("connects with the client, and hears an answer", async () => {
    const path = file("client.ts", block("client"));
    const child = run("node", [path], { TOKEN: token });
    const text = written(child);
    await vi.waitUntil(() => {
      if (child.exitCode !== null) throw new Error(text());
      return text().length > 100;
    }, PATIENCE);
    child.kill();
    expect(text()).toMatch(/\[1\]/);
  });

  test("connects with a bare WebSocket, and sees matches before words", async () => {
    const text = await said("node", [file("plain.mjs", block("websocket"))]);
    expect(text).toMatch(/^1 .+\n2 .+/);
    expect(text.split("\n").filter((line) => /^\d+ /.test(line)).length).toBeGreaterThan(1);
  });

  test.skipIf(PYTHON === undefined && !REQUIRED)("connects from Python (skipped where its websockets package is missing)", async () => {
    expect(PYTHON, "Install python3-websockets.").toBeDefined();
    expect(await said(PYTHON!, [file("chat.py", block("python"))])).toMatch(/\[1\]/);
  });

  test("connects from a terminal", async () => {
    expect(await said("sh", ["-ec", block("terminal")])).toMatch(/\[1\]/);
  });

  test("leaves no block of code without a test", () => {
    const guide = /## The server[^]*?(?=\n## )/.exec(README)![0];
    const named = [...guide.matchAll(/<!-- guide:(\w+) -->/g)].map(([, name]) => name);
    expect(named).toEqual(["serve", "token", "client", "websocket", "python", "terminal"]);
    expect(guide.match(/^```\w+$/gm)).toHaveLength(named.length);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return free;
}
