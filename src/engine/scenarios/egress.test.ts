import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { modelServer } from "../../../fixtures/openai/server.ts";
import { wire } from "../testing/scripted-model.ts";

const GUARD = new URL("../testing/guarded-network.ts", import.meta.url).href;
const CHAT = fileURLToPath(new URL("../testing/seed-and-chat.ts", import.meta.url));
const COMPLETE = Array.from({ length: 8 }, () => "complete");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rolecall-egress-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Chats in a process whose network is closed but for some hosts. */
async function chat({ environment = {}, allowed = [], stranger }: { environment?: Record<string, string>; allowed?: string[]; stranger?: string }) {
  const record = join(folder, "attempts");
  writeFileSync(record, "");
  const child = spawn(process.execPath, ["--import", GUARD, CHAT, folder, ...(stranger === undefined ? [] : [stranger])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: folder, NETWORK_ATTEMPTS: record, ALLOWED_HOSTS: allowed.join(","), ...environment },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (stderr += chunk));
  await new Promise((resolve) => child.once("close", resolve));
  return {
    stdout,
    stderr,
    attempts: readFileSync(record, "utf8")
      .split("\n")
      .filter((line) => line !== ""),
  };
}

describe("no host is contacted that was not asked for", () => {
  test("offline, from seeding to the last answer: none at all", async () => {
    const { stdout, stderr, attempts } = await chat({});
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(COMPLETE);
    expect(attempts).toEqual([]);
  });

  test("with a model on this machine: that one alone", async () => {
    await using server = await modelServer((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(wire({ says: "It fits [1]." }).join(""));
    });
    const { stdout, attempts } = await chat({ environment: { OPENAI_BASE_URL: server.url, ROLECALL_EMBEDDING_MODEL: "offline" }, allowed: ["127.0.0.1"] });
    expect(JSON.parse(stdout)).toEqual(COMPLETE);
    expect(server.requests).toBeGreaterThanOrEqual(8);
    expect(attempts).toEqual([]);
  });

  test("and the guard would notice", async () => {
    const { attempts } = await chat({ stranger: "https://telemetry.example/ping" });
    expect(attempts).toEqual(["fetch telemetry.example"]);
  });
});
