import type { CliSession } from "./session.ts";

export interface Stopping extends Disposable {
  /** Aborted by the first SIGTERM or SIGINT: to end what has begun, and then oneself. */
  readonly asked: AbortSignal;
  /** Aborted by a second Ctrl+C: to end at once. A supervisor that repeats its SIGTERM changes nothing. */
  readonly urged: AbortSignal;
  /** As if Ctrl+C had been pressed twice. */
  urge(): void;
}

/** While it is held, signals do not end the process; a third Ctrl+C does, whatever hangs. */
export function stopping({ onSignal }: Pick<CliSession, "onSignal">): Stopping {
  const [asked, urged] = [new AbortController(), new AbortController()];
  let unlisten = () => {};
  const listen = (): void => {
    unlisten = onSignal((signal) => {
      // This registration stays: the next signal ends the process.
      if (signal === "SIGINT" && asked.signal.aborted) return urged.abort();
      asked.abort();
      const before = unlisten;
      listen();
      before();
    });
  };
  listen();
  return {
    asked: asked.signal,
    urged: urged.signal,
    urge() {
      asked.abort();
      urged.abort();
    },
    [Symbol.dispose]: () => unlisten(),
  };
}
