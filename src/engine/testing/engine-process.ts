// An engine in a process of its own, as another server replica. Takes one request a line on stdin, as JSON, and tells what comes of it on stdout.
// Settings come from the environment. Usage: node engine-process.ts
import { createInterface } from "node:readline";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import type { Actor, SendMessage } from "../engine.ts";
import { RolecallError } from "../errors.ts";

/** `abort` ends an earlier request of this process, `cancel` a turn of any. */
export type EngineRequest =
  | { id: number; send: Omit<SendMessage, "signal"> }
  | { id: number; abort: number }
  | { id: number; cancel: { actor: Actor; sessionId: string; turnId?: string } };

await using engine = await openEngine(readConfig(process.env));
const running = new Map<number, AbortController>();
const tell = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function serve(request: EngineRequest): Promise<void> {
  if ("abort" in request) {
    running.get(request.abort)?.abort(new RolecallError("interrupted", "The user stopped the answer."));
    return;
  }
  if ("cancel" in request) {
    const { actor, sessionId, turnId } = request.cancel;
    tell({ id: request.id, result: await engine.cancel(actor, sessionId, turnId), done: true });
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  for await (const event of engine.send({ ...request.send, signal: controller.signal })) tell({ id: request.id, event });
  running.delete(request.id);
  tell({ id: request.id, done: true });
}

tell({ id: 0, done: true });
const served: Promise<void>[] = [];
for await (const line of createInterface(process.stdin)) served.push(serve(JSON.parse(line) as EngineRequest));
await Promise.all(served);
