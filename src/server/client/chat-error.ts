interface Facts {
  hint?: string;
  retryable: boolean;
  retryAfterMs?: number;
}

/**
 * Why something asked of the server did not happen. `code` is one of the server's, or one of this side: `disconnected` (the connection
 * was lost before the answer came), `timeout`, `closed` (the client or the session is closed), `message_too_long`.
 */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, { hint, retryable, retryAfterMs }: Facts) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }
}
