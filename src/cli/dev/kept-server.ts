import { type ServerProcess, startServer } from "./server-process.ts";

/** A server that is started again and again, always at the address it had first. */
export interface KeptServer extends AsyncDisposable {
  readonly url: string;
  readonly wsUrl: string;
  /** Ends it, where it runs, and starts it as the sources are now. @throws {ServerFailure} when that does not start */
  restart(signal: AbortSignal): Promise<void>;
  /** Has it end without waiting for running answers. */
  hurry(): void;
  /** Called when it has ended by itself. */
  onLost(listener: () => void): void;
}

type Start = Omit<Parameters<typeof startServer>[0], "signal">;

/** @throws {ServerFailure} when it does not start */
export async function keepServer(start: Start, signal: AbortSignal): Promise<KeptServer> {
  let current: ServerProcess | null = null;
  let lost = () => {};
  const run = async (args: readonly string[], signal: AbortSignal): Promise<ServerProcess> => {
    const started = await startServer({ ...start, args, signal });
    current = started;
    void started.ended.then(() => {
      if (current !== started) return;
      current = null;
      lost();
    });
    return started;
  };
  const end = async () => {
    const ending = current;
    current = null;
    await ending?.[Symbol.asyncDispose]();
  };

  const { url, wsUrl } = await run(start.args, signal);
  const sameAddress = [...start.args, "--port", new URL(url).port, "--strict-port"];
  return {
    url,
    wsUrl,
    async restart(signal) {
      await end();
      await run(sameAddress, signal);
    },
    hurry: () => current?.hurry(),
    onLost: (listener) => void (lost = listener),
    [Symbol.asyncDispose]: end,
  };
}
