// Another process on the same Redis. Usage: node redis-process.ts <redis url> count <session> <times>
//                                           node redis-process.ts <redis url> say <data folder> <message as JSON>
import { setTimeout as sleep } from "node:timers/promises";
import type { SendMessage } from "../engine.ts";
import { openRedis } from "../store/redis.ts";
import { openLog } from "../telemetry/log.ts";
import { redisSessionLock } from "../turns/redis-session-lock.ts";
import { onRedis } from "./redis-ports.ts";
import { testEngine } from "./test-engine.ts";

const LEASE_MS = 10_000;
const WORD_MS = 30;

const TASKS: Record<string, (url: string, ...args: string[]) => Promise<void>> = {
  /** Adds one to a number, time after time, in two steps that nobody else may come between. */
  async count(url, sessionId, times) {
    await using redis = openRedis({ url, timeoutMs: 5_000, log: openLog("warn") });
    const lock = redisSessionLock(redis);
    for (let time = 0; time < Number(times); time += 1) {
      const holder = `${process.pid} ${time}`;
      while (!(await lock.acquire(sessionId!, holder, LEASE_MS))) await sleep(1);
      const number = Number(await redis.attempt((client) => client.get("number")));
      await sleep(1);
      await redis.attempt((client) => client.set("number", number + 1));
      await lock.release(sessionId!, holder);
    }
  },
  /** Tells a slow turn, a line an event. */
  async say(url, directory, message) {
    await using open = await testEngine(directory!, onRedis({ url, pauseMs: WORD_MS }));
    for await (const event of open.engine.send(JSON.parse(message!) as SendMessage)) process.stdout.write(`${JSON.stringify(event)}\n`);
  },
};

const [url, task, ...args] = process.argv.slice(2) as [string, string, ...string[]];
await TASKS[task]!(url, ...args);
