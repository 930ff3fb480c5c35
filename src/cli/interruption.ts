import { RolecallError } from "../engine/index.ts";
import type { CliSession } from "./session.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption extends Disposable {
  /** Aborted with an {@link Interrupted}. */
  readonly signal: AbortSignal;
}

/** `interrupted`, with the exit code of the signal that did it. */
class Interrupted extends RolecallError {
  readonly #by: keyof typeof EXIT_CODES;

  constructor(by: keyof typeof EXIT_CODES, message: string, hint: string) {
    super("interrupted", message, { hint });
    this.#by = by;
  }

  override get exitCode(): number {
    return EXIT_CODES[this.#by];
  }
}

/** While it is held, SIGINT and SIGTERM abort its signal instead of ending the process. */
export function interruptible({ onSignal }: CliSession, message: string, hint: string): Interruption {
  const controller = new AbortController();
  const unlisten = onSignal((by) => controller.abort(new Interrupted(by, message, hint)));
  return { signal: controller.signal, [Symbol.dispose]: unlisten };
}
