import type { ChatClient, ConnectionAck } from "../../server/client/index.ts";
import { closedFailure, unreachable } from "./failures.ts";

interface Waiting {
  url: string;
  patienceMs: number;
  /** What the server said when it closed the last connection. */
  lastReason: () => string;
  signal?: AbortSignal | undefined;
}

/** Waits until the client is connected for the first time. @throws {RolecallError} `credentials`, `storage_unavailable`, or what the signal was aborted with */
export async function firstConnection(client: ChatClient, { url, patienceMs, lastReason, signal }: Waiting): Promise<ConnectionAck> {
  const { promise, resolve, reject } = Promise.withResolvers<ConnectionAck>();
  const stop = () => reject(signal?.reason);
  const unlisten = client.onState((state, closed) => {
    if (state === "ready") resolve(client.connection!);
    if (closed !== undefined) reject(closedFailure(closed, url));
  });
  const timer = setTimeout(() => reject(unreachable(url, patienceMs, lastReason())), patienceMs);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  try {
    return await promise;
  } finally {
    unlisten();
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
