import type { Identity } from "./auth/authenticator.ts";
import type { UserLimits } from "./limits/limiter.ts";
import { MAX_FRAME_BYTES, MAX_OPEN_SESSIONS } from "./protocol/connection.ts";
import { frame } from "./protocol/frames.ts";

export interface Terms {
  limits: UserLimits;
  maxMessageChars: number;
  heartbeatMs: number;
}

/** Tells a client who the server takes it for, and what it may do. */
export function connectionAck(connectionId: string, { userId, role, expiresAt }: Identity, { limits, maxMessageChars, heartbeatMs }: Terms): string {
  return frame({
    type: "connection_ack",
    connectionId,
    userId,
    role,
    tokenExpiresAt: expiresAt,
    heartbeatMs,
    limits: {
      maxFrameBytes: MAX_FRAME_BYTES,
      maxMessageChars,
      messagesPerMinute: limits.messagesPerMinute,
      concurrentRuns: limits.concurrentRuns,
      sockets: limits.sockets,
      openSessions: MAX_OPEN_SESSIONS,
    },
    capabilities: { resumable: true },
  });
}
