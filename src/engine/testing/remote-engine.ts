import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Actor, SendMessage } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { type EventQueue, eventQueue } from "../turns/event-queue.ts";
import type { EngineRequest } from "./engine-process.ts";

const SCRIPT = fileURLToPath(new URL("engine-process.ts", import.meta.url));

/** An engine in another process on the same stores. */
export interface RemoteEngine extends AsyncDisposable {
  /** As {@link Engine.send}; the signal cancels over there. */
  send(message: SendMessage): AsyncGenerator<TurnEvent, void, undefined>;
  cancel(actor: Actor, sessionId: string, turnId?: string): Promise<boolean>;
  /** Ends the process the hard way. */
  kill(): Promise<void>;
}

export async function remoteEngine(environment: Record<string, string>): Promise<RemoteEngine> {
  const child = spawn(process.execPath, [SCRIPT], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH, ROLECALL_LOG_LEVEL: "silent", ...environment },
  });
  const queues = new Map<number, EventQueue<TurnEvent>>();
  const results = new Map<number, (result: boolean) => void>();
  let next = 1;
  const ready = Promise.withResolvers<void>();
  createInterface(child.stdout!).on("line", (line) => {
    const { id, event, result, done } = JSON.parse(line) as { id: number; event?: TurnEvent; result?: boolean; done?: true };
    if (id === 0) ready.resolve();
    if (result !== undefined) results.get(id)?.(result);
    if (event !== undefined) queues.get(id)?.push(event);
    if (done) queues.get(id)?.close();
  });
  child.once("exit", (code) => {
    ready.reject(new Error(`The other process ended with ${code}.`));
    for (const queue of queues.values()) queue.close();
  });
  const ask = (request: EngineRequest) => child.stdin!.write(`${JSON.stringify(request)}\n`);
  await ready.promise;
  return {
    async *send({ signal, ...send }) {
      const id = next++;
      const queue = eventQueue<TurnEvent>();
      queues.set(id, queue);
      signal?.addEventListener("abort", () => ask({ id: next++, abort: id }), { once: true });
      ask({ id, send });
      yield* queue;
      queues.delete(id);
    },
    cancel(actor, sessionId, turnId) {
      const id = next++;
      return new Promise((resolve) => {
        results.set(id, resolve);
        ask({ id, cancel: { actor, sessionId, turnId } });
      });
    },
    kill: () => ended(child, () => child.kill("SIGKILL")),
    [Symbol.asyncDispose]: () => ended(child, () => child.stdin!.end()),
  };
}

async function ended(child: ChildProcess, stop: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  stop();
  await gone;
}
