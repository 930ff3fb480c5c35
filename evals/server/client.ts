import { once } from "node:events";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../../src/server/protocol/connection.ts";

export interface Client {
  readonly socket: WebSocket;
  /** Sends a command of the protocol and gives back the result. */
  command(type: string, payload: object): Promise<Record<string, unknown>>;
  /** Called with every event, and when it came. */
  onEvent: (type: string, text: string) => void;
}

let commands = 0;

/** A client of Rolecall's server that is ready to send. */
export async function signedIn(url: string, token: string): Promise<Client> {
  const socket = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false });
  const waiting = new Map<string, (frame: Record<string, unknown>) => void>();
  const client: Client = {
    socket,
    onEvent: () => {},
    command(type, payload) {
      const id = `${(commands += 1)}`;
      socket.send(JSON.stringify({ id, type, payload }));
      return new Promise((resolve, reject) => {
        waiting.set(id, (frame) => {
          waiting.delete(id);
          if (frame.type === "ack") resolve((frame.result ?? {}) as Record<string, unknown>);
          else reject(new Error(JSON.stringify(frame)));
        });
      });
    },
  };
  await once(socket, "open");
  const ready = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const text = String(data);
    const type = /"type":"([A-Za-z_]+)"/.exec(text)?.[1] ?? "";
    if (type === "ack" || type === "error") {
      const frame = JSON.parse(text) as Record<string, unknown>;
      waiting.get(String(frame.id))?.(frame);
    } else if (type === "connection_ack") ready.resolve();
    else client.onEvent(type, text);
  });
  socket.on("close", (code, reason) => ready.reject(new Error(`Closed with ${code} ${String(reason)}`)));
  socket.send(JSON.stringify({ type: "connection_init", payload: { token } }));
  await ready.promise;
  return client;
}

/** A client of the bare server. */
export async function bare(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, "open");
  return socket;
}

/** Does the work for each, so many at a time. */
export async function inGroups<T>(count: number, atOnce: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let from = 0; from < count; from += atOnce) {
    results.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => work(from + index)))));
  }
  return results;
}
