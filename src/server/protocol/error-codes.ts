/** What the socket refuses by itself, beside the error codes of the engine, and whether the same command can succeed later. */
export const SOCKET_ERRORS = {
  rate_limited: { retryable: true },
  too_many_runs: { retryable: true },
  too_many_sessions: { retryable: false },
  draining: { retryable: true },
  unknown_command: { retryable: false },
  unauthenticated: { retryable: false },
  forbidden: { retryable: false },
  auth_unavailable: { retryable: true },
} as const satisfies Record<string, { retryable: boolean }>;

export type SocketErrorCode = keyof typeof SOCKET_ERRORS;
