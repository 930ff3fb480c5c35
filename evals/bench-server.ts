// The WebSocket server under load, beside a bare `ws` server that sends the same frames at the same times in the same run: idle connections and
// their memory, then as many answers at once as asked for. About two minutes.
// Usage: npm run bench:server [-- <idle connections> <answers at once>]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readDemo } from "../fixtures/demo.ts";
import { fixtureSource } from "../fixtures/source.ts";
import { openEngine, readConfig } from "../src/engine/index.ts";
import { signDevelopmentToken } from "../src/server/auth/development-token.ts";
import { type Client, bare, inGroups, signedIn } from "./server/client.ts";
import { type Measured, measured } from "./server/processes.ts";

const IDLE = Number(process.argv[2] ?? 2_000);
const AT_ONCE = Number(process.argv[3] ?? 50);
const WORDS = 200;
const FIRST_PAUSE_MS = 20;
const PAUSE_MS = 2;
/** Unauthenticated connections of one address are limited. */
const OPENED_AT_ONCE = 100;
const SETTLE_MS = 3_000;
const ROUNDS = 3;

const script = (name: string) => fileURLToPath(new URL(`server/${name}`, import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "rolecall-bench-"));
const fixtures = new URL("../fixtures/", import.meta.url);
const keys = { SUPABASE_JWT_SECRET: "the secret of a benchmark, long enough", SUPABASE_URL: undefined, SUPABASE_JWT_AUDIENCE: "authenticated" };

try {
  const store = { ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: directory, ROLECALL_LOG_LEVEL: "silent" };
  {
    await using engine = await openEngine(readConfig(store));
    await engine.seed(fixtureSource({ directory: fixtures, anchor: new Date() }), { anchor: new Date() });
  }
  const { token } = await signDevelopmentToken({ userId: readDemo(fixtures).job_seeker.user_id, role: "job_seeker" }, 3_600, keys);
  await using model = await measured([script("model.ts"), String(WORDS), String(FIRST_PAUSE_MS), String(PAUSE_MS)]);
  const many = "1000000";
  await using server = await measured([fileURLToPath(new URL("../dist/bin.js", import.meta.url)), "serve", "--json", "--no-playground", "--port", "0"], {
    ...store,
    SUPABASE_JWT_SECRET: keys.SUPABASE_JWT_SECRET,
    OPENAI_BASE_URL: model.ready,
    ROLECALL_EMBEDDING_MODEL: "offline",
    // Every answer is to be written, none repeated.
    ROLECALL_ANSWER_TTL_S: "0",
    ROLECALL_MESSAGES_PER_MINUTE: many,
    ROLECALL_CONNECTIONS_PER_MINUTE: many,
    ROLECALL_CONCURRENT_RUNS: many,
    ROLECALL_SOCKETS_PER_USER: many,
  });
  const { ws_url: url } = JSON.parse(server.ready) as { ws_url: string };
  console.log(`${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; clients, model and servers share them`);
  await idleConnections(server, url, token);
  const turn = await streams(server, url, token);
  writeFileSync(join(directory, "turn.json"), JSON.stringify(turn));
  await bareStreams(join(directory, "turn.json"));
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function idleConnections(server: Measured, url: string, token: string): Promise<void> {
  // What the first connections load is no cost of each.
  const first = await inGroups(10, 10, async () => idleClient(url, token));
  await sleep(SETTLE_MS);
  const before = server.memory();
  const startedAt = performance.now();
  const clients = await inGroups(IDLE, OPENED_AT_ONCE, () => idleClient(url, token));
  const seconds = (performance.now() - startedAt) / 1_000;
  await sleep(SETTLE_MS);
  const each = (server.memory() - before) / IDLE;
  for (const { socket } of [...first, ...clients]) socket.terminate();

  await using plain = await measured([script("bare.ts")]);
  for (const socket of await inGroups(10, 10, () => bare(plain.ready))) void socket;
  await sleep(SETTLE_MS);
  const bareBefore = plain.memory();
  const bareStartedAt = performance.now();
  const sockets = await inGroups(IDLE, OPENED_AT_ONCE, () => bare(plain.ready));
  const bareSeconds = (performance.now() - bareStartedAt) / 1_000;
  await sleep(SETTLE_MS);
  const bareEach = (plain.memory() - bareBefore) / IDLE;
  for (const socket of sockets) socket.terminate();
  console.log(`\n${IDLE} idle connections, each signed in and watching a session of its own`);
  console.log(`  memory a connection   ${each.toFixed(1)} KiB   bare ws ${bareEach.toFixed(1)} KiB   ratio ${(each / bareEach).toFixed(2)}`);
  console.log(
    `  opened a second       ${(IDLE / seconds).toFixed(0)}   bare ws ${(IDLE / bareSeconds).toFixed(0)}   (token, limits, a new session and its first events included)`,
  );
}

async function idleClient(url: string, token: string): Promise<Client> {
  const client = await signedIn(url, token);
  await client.command("session.open", {});
  return client;
}

interface Timed {
  firstEvent: number;
  firstWord: number;
  total: number;
  frames: [number, string][];
}

async function streams(server: Measured, url: string, token: string): Promise<[number, string][]> {
  const clients = await inGroups(AT_ONCE, OPENED_AT_ONCE, async () => {
    const client = await signedIn(url, token);
    const { sessionId } = await client.command("session.open", {});
    return { client, sessionId };
  });
  const say = ({ client, sessionId }: (typeof clients)[number]) =>
    timed((hear) => {
      client.onEvent = hear;
      void client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "remote TypeScript jobs in Germany" });
    });
  // The first message of a process loads its vocabulary.
  await say(clients[0]!);
  const alone: Timed[] = [];
  for (let round = 0; round < 20; round += 1) alone.push(await say(clients[round % clients.length]!));
  const cpu = server.cpu();
  const startedAt = performance.now();
  const all: Timed[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(...(await Promise.all(clients.map(say))));
  report("rolecall serve", { alone, all, seconds: (performance.now() - startedAt) / 1_000, cpu: server.cpu() - cpu, memory: server.memory() });
  for (const { client } of clients) client.socket.terminate();
  return alone.at(-1)!.frames;
}

async function bareStreams(file: string): Promise<void> {
  await using plain = await measured([script("bare.ts"), file]);
  const sockets = await inGroups(AT_ONCE, OPENED_AT_ONCE, () => bare(plain.ready));
  const say = (socket: (typeof sockets)[number]) =>
    timed((hear) => {
      socket.removeAllListeners("message");
      socket.on("message", (data) => {
        const text = String(data);
        hear(/"type":"([A-Za-z_]+)"/.exec(text)?.[1] ?? "", text);
      });
      socket.send("go");
    });
  const alone: Timed[] = [];
  for (let round = 0; round < 20; round += 1) alone.push(await say(sockets[round % sockets.length]!));
  const cpu = plain.cpu();
  const startedAt = performance.now();
  const all: Timed[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(...(await Promise.all(sockets.map(say))));
  report("bare ws, the same frames at the times of a turn alone", {
    alone,
    all,
    seconds: (performance.now() - startedAt) / 1_000,
    cpu: plain.cpu() - cpu,
    memory: plain.memory(),
  });
  for (const socket of sockets) socket.terminate();
}

/** One turn from the message to its last event. */
function timed(send: (hear: (type: string, text: string) => void) => void): Promise<Timed> {
  const startedAt = performance.now();
  const turn: Timed = { firstEvent: 0, firstWord: 0, total: 0, frames: [] };
  return new Promise((resolve, reject) => {
    send((type, text) => {
      const at = performance.now() - startedAt;
      turn.frames.push([at, text]);
      if (type === "RUN_STARTED") turn.firstEvent = at;
      if (type === "TEXT_MESSAGE_CONTENT" && turn.firstWord === 0) turn.firstWord = at;
      if (type === "RUN_ERROR") reject(new Error(text));
      if (type !== "RUN_FINISHED") return;
      turn.total = at;
      resolve(turn);
    });
  });
}

function report(name: string, { alone, all, seconds, cpu, memory }: { alone: Timed[]; all: Timed[]; seconds: number; cpu: number; memory: number }): void {
  const words = all.length * WORDS;
  console.log(`\n${name}`);
  for (const [label, turns] of [
    ["one at a time ", alone],
    [`${AT_ONCE} at once    `, all],
  ] as const) {
    const line = (what: (turn: Timed) => number) => [0.5, 0.95, 0.99].map((share) => quantile(turns.map(what), share).toFixed(1)).join(" / ");
    console.log(
      `  ${label} first event ${line(({ firstEvent }) => firstEvent)} ms   first word ${line(({ firstWord }) => firstWord)} ms   whole ${line(({ total }) => total)} ms   (p50 / p95 / p99)`,
    );
  }
  console.log(
    `  words forwarded a second ${(words / seconds).toFixed(0)}   CPU a turn ${(cpu / all.length).toFixed(1)} ms   memory ${Math.round(memory / 1_024)} MiB`,
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
