import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { type OwnRedis, ownRedis } from "../../engine/testing/redis-server.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import type { Limiter, UserLimits } from "./limiter.ts";
import { type RedisLimiterSettings, redisLimiter } from "./redis.ts";
import { ASKS, ONE_OF_EACH, isRefused, limitsOf, taken } from "./testing/limits.ts";

const AWAY = "Limits are counted in this process alone: Redis is away.";
const BACK = "Limits are shared by Redis again.";
const LEASE_MS = 3_000;
const TWO_RUNS = limitsOf({ concurrentRuns: 2 });
const WAIT = { timeout: 20_000, interval: 50 };

describe.skipIf(SERVICES.redis === undefined)("limits while Redis fails (skipped where there is no redis-server)", () => {
  let redis: OwnRedis;
  let proxy: TcpProxy;
  let log: ReturnType<typeof recordedLog>;
  const opened: Limiter[] = [];
  beforeEach(async () => {
    redis = await ownRedis();
    proxy = await tcpProxy({ port: Number(new URL(redis.url).port) });
    log = recordedLog();
  });
  afterEach(async () => {
    for (const limiter of opened.splice(0)) await limiter[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  function replica(limits: UserLimits, settings: Partial<RedisLimiterSettings> = {}): Limiter {
    const limiter = redisLimiter({ url: redis.url, limits, leaseMs: LEASE_MS, timeoutMs: 1_000, log: recordedLog(), ...settings });
    opened.push(limiter);
    return limiter;
  }

  /** One whose way to Redis can be cut. */
  const cutOff = (limits: UserLimits, itsLog = log) => replica(limits, { url: `redis://127.0.0.1:${proxy.port}`, log: itsLog, timeoutMs: 300 });
  const said = ({ lines } = log) => lines.map(({ text }) => text);
  const expectBack = (of = log) => vi.waitFor(() => expect(said(of)).toEqual([AWAY, BACK]), WAIT);

  test.each<Fault>([
    { kind: "refused" },
    { kind: "blackhole" },
    { kind: "slow", ms: 60_000 },
    { kind: "reset", afterBytes: 2 },
    { kind: "limit", bytes: 1 },
    { kind: "corrupt" },
  ])("Redis: under $kind every limit holds in each process alone, and over all of them again when it is over", async (fault) => {
    const othersLog = recordedLog();
    const [one, other] = [cutOff(ONE_OF_EACH), cutOff(ONE_OF_EACH, othersLog)];
    await one.message("before");
    expect(isRefused(await other.message("before"))).toBe(true);

    await proxy.fault(fault);
    for (const limiter of [one, other]) {
      for (const [, ask] of ASKS) {
        const answers = await Promise.all(Array.from({ length: 50 }, () => ask(limiter, "maria")));
        expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1);
      }
    }
    expect([said(log), said(othersLog)]).toEqual([[AWAY], [AWAY]]);

    await proxy.clear();
    await expectBack(log);
    await expectBack(othersLog);
    for (const [, ask] of ASKS) {
      expect(isRefused(await ask(one, "jonas"))).toBe(false);
      expect(isRefused(await ask(other, "jonas"))).toBe(true);
    }
  });

  test.each(ASKS)("message flood: of fifty in the moment when Redis stops answering exactly one gets its %s", async (_, ask) => {
    const one = cutOff(ONE_OF_EACH);
    await one.message("before");
    await proxy.fault({ kind: "slow", ms: 60_000 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(one, "maria")));
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(1);
  });

  test("Redis: it is away from the start, and shared as soon as it is there", async () => {
    await proxy.fault({ kind: "refused" });
    const [one, other] = [cutOff(ONE_OF_EACH), replica(ONE_OF_EACH)];
    await taken(one.run("maria", "run"));
    await proxy.clear();
    await expectBack();
    expect(isRefused(await other.run("maria", "another"))).toBe(true);
  });

  test("Redis: what a user sent before it went away counts on in the process that took it", async () => {
    const one = cutOff(limitsOf({ messagesPerMinute: 3 }));
    for (let sent = 0; sent < 2; sent += 1) expect(await one.message("maria")).toBeNull();
    await proxy.fault({ kind: "refused" });
    expect(await one.message("maria")).toBeNull();
    expect(isRefused(await one.message("maria"))).toBe(true);
  });

  test("Redis: slots that were taken while it was away count everywhere once it is back, and those given back do not", async () => {
    const [one, other] = [cutOff(limitsOf({ sockets: 3 })), replica(limitsOf({ sockets: 3 }))];
    await taken(one.socket("maria", "before"));
    const closing = await taken(one.socket("maria", "closed meanwhile"));
    await proxy.fault({ kind: "refused" });
    await taken(one.socket("maria", "meanwhile"));
    await closing[Symbol.asyncDispose]();
    await taken(one.socket("maria", "meanwhile too"));
    expect(isRefused(await one.socket("maria", "too many"))).toBe(true);
    await sleep(LEASE_MS + 500);
    await proxy.clear();
    await expectBack();
    const refused = await other.socket("maria", "elsewhere");
    expect(isRefused(refused)).toBe(true);
    expect(await redis.command("ZCARD", "chat:limit:sockets:maria")).toBe(3);
  });

  test("Redis: it freezes; limits answer, and are shared again when it goes on", async () => {
    const one = cutOff(ONE_OF_EACH);
    await taken(one.run("maria", "run"));
    const { thaw } = await redis.freeze();
    for (const [, ask] of ASKS) expect(isRefused(await ask(one, "jonas"))).toBe(false);
    expect(isRefused(await one.run("maria", "another"))).toBe(true);
    expect(said()).toEqual([AWAY]);
    thaw();
    await expectBack();
    const other = replica(ONE_OF_EACH);
    expect(isRefused(await other.run("jonas", "another"))).toBe(true);
  });

  test("Redis: out of memory, limits hold in this process and say so once; with memory they are shared again", async () => {
    const one = cutOff(ONE_OF_EACH);
    const slot = await taken(one.run("maria", "run"));
    await redis.command("CONFIG", "SET", "maxmemory", "1");
    for (const [, ask] of ASKS) {
      expect(isRefused(await ask(one, "jonas"))).toBe(false);
      expect(isRefused(await ask(one, "jonas"))).toBe(true);
    }
    await slot[Symbol.asyncDispose]();
    await sleep(LEASE_MS);
    expect(log.lines).toMatchObject([{ text: AWAY, facts: { reason: "OOM" } }]);
    await redis.command("CONFIG", "SET", "maxmemory", "0");
    await expectBack();
    expect(isRefused(await replica(ONE_OF_EACH).run("jonas", "another"))).toBe(true);
  });

  test("Redis: out of memory, a process without slots does not take it for usable before it is", async () => {
    const one = cutOff(ONE_OF_EACH);
    await one.message("before");
    await redis.command("CONFIG", "SET", "maxmemory", "1");
    await one.message("maria");
    await sleep(LEASE_MS);
    await one.message("maria");
    expect(said()).toEqual([AWAY]);
    await redis.command("CONFIG", "SET", "maxmemory", "0");
    await expectBack();
  });

  test("Redis: a connection that is dead without saying so is replaced by another", async () => {
    await using way = await wayTo(redis.url);
    const one = replica(ONE_OF_EACH, { url: way.url, log, timeoutMs: 300 });
    await one.message("before");
    way.forget();
    await taken(one.run("maria", "run"));
    await expectBack();
    expect(isRefused(await replica(ONE_OF_EACH).run("maria", "another"))).toBe(true);
  });

  test("Redis: FLUSHALL takes no slot away: at once in the same process, and everywhere with the next renewal", async () => {
    const [one, other] = [cutOff(ONE_OF_EACH), replica(ONE_OF_EACH)];
    await taken(one.run("maria", "run"));
    await taken(one.socket("maria", "tab"));
    await redis.command("FLUSHALL");
    expect(isRefused(await one.run("maria", "another"))).toBe(true);
    await vi.waitFor(async () => expect(await redis.command("EXISTS", "chat:limit:runs:maria", "chat:limit:sockets:maria")).toBe(2), WAIT);
    expect(isRefused(await other.run("maria", "another"))).toBe(true);
    expect(isRefused(await other.socket("maria", "another"))).toBe(true);
    expect(said()).toEqual([]);
  });

  test("Redis: it is killed and comes back empty; slots are registered again", async () => {
    const othersLog = recordedLog();
    const [one, other] = [cutOff(ONE_OF_EACH), cutOff(ONE_OF_EACH, othersLog)];
    await taken(one.run("maria", "run"));
    await other.message("maria");
    await redis.kill();
    expect(isRefused(await one.run("maria", "another"))).toBe(true);
    await redis.start();
    await expectBack(log);
    await expectBack(othersLog);
    expect(isRefused(await other.run("maria", "another"))).toBe(true);
  });

  test("Redis: a slot is held for as long as its process lives, and free again soon after that was killed", { timeout: 60_000 }, async () => {
    const other = replica(TWO_RUNS);
    await taken(other.run("maria", "lives on"));
    const child = await holdingProcess(redis.url);
    try {
      await sleep(LEASE_MS * 1.5);
      const refused = await other.run("maria", "another");
      expect(refused).toEqual({ retryAfterMs: expect.toSatisfy((ms) => ms > 0 && ms <= LEASE_MS) });
    } finally {
      child.kill("SIGKILL");
    }
    await vi.waitFor(async () => expect(isRefused(await other.run("maria", "another"))).toBe(false), WAIT);
  });
});

/** Another process, which takes one of Maria's two runs and keeps it. */
async function holdingProcess(url: string): Promise<ChildProcess> {
  const script = `
    const { redisLimiter } = await import(${JSON.stringify(new URL("redis.ts", import.meta.url).href)});
    const log = { info() {}, warn() {} };
    const limiter = redisLimiter({ url: ${JSON.stringify(url)}, limits: ${JSON.stringify(TWO_RUNS)}, leaseMs: ${LEASE_MS}, timeoutMs: 10_000, log });
    console.log("retryAfterMs" in (await limiter.run("maria", "run")) ? "refused" : "held");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  expect(String(said).trim()).toBe("held");
  return child;
}

/** A way to Redis that can forget the connections it has, as a router does, and lets new ones through. */
async function wayTo(url: string): Promise<{ url: string; forget(): void } & AsyncDisposable> {
  const ends = new Set<Socket>();
  const listener = createServer((client) => {
    const server = connect(Number(new URL(url).port), "127.0.0.1");
    for (const end of [client, server]) ends.add(end.on("error", () => {}));
    client.pipe(server).pipe(client);
  });
  await once(listener.listen(0, "127.0.0.1"), "listening");
  return {
    url: `redis://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    forget: () => ends.forEach((end) => end.unpipe().resume()),
    async [Symbol.asyncDispose]() {
      for (const end of ends) end.destroy();
      listener.close();
    },
  };
}
