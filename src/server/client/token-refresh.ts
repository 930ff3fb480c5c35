import type { Calls } from "./calls.ts";
import type { Timing } from "./timing.ts";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Brings a new token into a connection before the old one expires. Where that fails, the close that follows brings another connection. */
export interface TokenRefresh {
  start(expiresAt: number): void;
  stop(): void;
}

interface RefreshOptions {
  token: () => Promise<string>;
  calls: Calls;
  timing: Timing;
  refreshed: (expiresAt: number) => void;
}

export function tokenRefresh({ token, calls, timing: { refreshAheadMs, leastRefreshMs }, refreshed }: RefreshOptions): TokenRefresh {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let connection = 0;

  async function refresh(expiresAt: number, during: number): Promise<void> {
    let next = expiresAt;
    try {
      const given = await token();
      if (during !== connection) return;
      next = Number((await calls.request("auth.refresh", { token: given })).tokenExpiresAt);
      if (during === connection) refreshed(next);
    } catch {}
    if (during === connection) schedule(next);
  }

  function schedule(expiresAt: number): void {
    const left = expiresAt - Date.now();
    // Where the server takes a token that has expired by this clock, the clock is wrong.
    const ms = left > 0 ? Math.max(left - refreshAheadMs, left / 2, leastRefreshMs) : refreshAheadMs;
    timer = setTimeout(refresh, Math.min(ms, LONGEST_TIMER_MS), expiresAt, connection);
  }

  return {
    start: schedule,
    stop() {
      connection += 1;
      clearTimeout(timer);
    },
  };
}
