import { Redis } from "ioredis";
import { describe, expect, test, vi } from "vitest";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { openRedisSubscriber } from "../store/redis-subscriber.ts";
import { openRedis } from "../store/redis.ts";
import { delta } from "../testing/messages.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { redisDatabase } from "../testing/redis-adapters.ts";
import { SERVICES } from "../testing/services.ts";
import { redisSessionBus } from "./redis-session-bus.ts";
import type { SessionSignal } from "./session-bus.ts";

const WAITING = { timeout: 15_000 };
const said = (seq: number): SessionSignal => ({ type: "events", entries: [{ seq, turnId: "turn", at: 1, event: delta(`${seq}`) }] });

describe.skipIf(SERVICES.redis === undefined)("signals over Redis (skipped where there is no redis-server)", () => {
  async function opened(url: string) {
    const stack = new AsyncDisposableStack();
    const bus = stack.use(redisSessionBus(stack.use(openRedis({ url, timeoutMs: 2_000, log: recordedLog() })), stack.use(openRedisSubscriber(url))));
    const heard: SessionSignal[] = [];
    bus.subscribe("chat", (signal) => heard.push(signal));
    return { bus, heard, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  }

  test("reach another process as they were told, each once", async () => {
    const url = await redisDatabase();
    await using one = await opened(url);
    await using other = await opened(url);
    await vi.waitFor(() => expect([one.heard, other.heard]).toEqual([[{ type: "changed" }], [{ type: "changed" }]]), WAITING);
    one.bus.publish("chat", said(1));
    other.bus.publish("chat", said(2));
    await vi.waitFor(() => expect(other.heard).toHaveLength(3), WAITING);
    await vi.waitFor(() => expect(one.heard).toEqual([{ type: "changed" }, said(1), said(2)]), WAITING);
    expect(other.heard.slice(1)).toEqual(expect.arrayContaining([said(1), said(2)]));
  });

  test("a connection that breaks is made again, and whoever listens is told to look for what it missed", async () => {
    const address = new URL(await redisDatabase());
    await using proxy = await tcpProxy({ host: address.hostname, port: Number(address.port) });
    address.host = `127.0.0.1:${proxy.port}`;
    await using there = await opened(address.href);
    await vi.waitFor(() => expect(there.heard).toHaveLength(1), WAITING);
    await proxy.fault({ kind: "refused" });
    there.bus.publish("chat", said(1));
    expect(there.heard.at(-1)).toEqual(said(1));
    await proxy.clear();
    await vi.waitFor(() => expect(there.heard).toEqual([{ type: "changed" }, said(1), { type: "changed" }]), WAITING);
  });

  test("what cannot be read is a reason to look, and nothing else", async () => {
    const url = await redisDatabase();
    await using there = await opened(url);
    await vi.waitFor(() => expect(there.heard).toHaveLength(1), WAITING);
    const client = new Redis(url);
    await client.publish("chat:session:chat:live", '{"from":"me","signal":{"type":"events","entries":[{"seq":"1"}]}}');
    await client.publish("chat:session:chat:live", "no JSON");
    client.disconnect();
    await vi.waitFor(() => expect(there.heard).toEqual([{ type: "changed" }, { type: "changed" }, { type: "changed" }]), WAITING);
  });
});
