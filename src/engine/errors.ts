/** Every failure a caller can meet, with the exit code of a command that ends with it and whether trying again can help. */
const KINDS = {
  usage: { exit: 2, retryable: false },
  invalid_input: { exit: 2, retryable: false },
  message_too_long: { exit: 2, retryable: false },
  not_found: { exit: 2, retryable: false },
  forbidden: { exit: 2, retryable: false },
  session_ended: { exit: 2, retryable: false },
  session_busy: { exit: 3, retryable: true },
  draining: { exit: 3, retryable: true },
  storage_unavailable: { exit: 3, retryable: true },
  storage_corrupt: { exit: 3, retryable: false },
  storage_full: { exit: 3, retryable: true },
  storage_newer: { exit: 3, retryable: false },
  configuration: { exit: 4, retryable: false },
  credentials: { exit: 4, retryable: false },
  model_unavailable: { exit: 5, retryable: true },
  cost_limit: { exit: 6, retryable: false },
  turn_limit: { exit: 6, retryable: false },
  time_limit: { exit: 6, retryable: true },
  gate_failed: { exit: 100, retryable: false },
  interrupted: { exit: 130, retryable: true },
  internal: { exit: 1, retryable: false },
} as const;

export type ErrorCode = keyof typeof KINDS;
export const ERROR_CODES = Object.keys(KINDS) as [ErrorCode, ...ErrorCode[]];

/** One class for all of them: `code` is stable, `message` is one sentence, `hint` is the remedy. */
export class RolecallError extends Error {
  override readonly name = "RolecallError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly facts: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown; facts?: Record<string, unknown> } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.facts = options.facts ?? {};
  }

  get retryable(): boolean {
    return KINDS[this.code].retryable;
  }

  get exitCode(): number {
    return KINDS[this.code].exit;
  }
}

/** Wraps what is not ours as `internal`, keeping the cause. */
export function asRolecallError(error: unknown): RolecallError {
  if (error instanceof RolecallError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RolecallError("internal", message, { cause: error });
}
