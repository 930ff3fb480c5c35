export interface FloodOptions {
  /** Frames that may come in steadily. */
  perSecond: number;
  /** Frames that may come at once. */
  burst: number;
  /** So many bursts, refused within `withinMs`, are no haste any more. */
  strikes?: number;
  withinMs?: number;
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number;
}

export interface FloodGuard {
  /** Counts one frame. `refuse`: answer it with `rate_limited`; `close`: close the connection with 4431, now and for every frame after. */
  admit(): "ok" | "refuse" | "close";
  /** In how long the next frame would be admitted; 0 when it would be now. */
  readonly retryAfterMs: number;
}

/** Watches over the frames of one connection: a bucket of `burst` tokens that fills by `perSecond`. Keeps no timer. */
export function floodGuard({ perSecond, burst, strikes = 10, withinMs = 10_000, now = () => performance.now() }: FloodOptions): FloodGuard {
  const perMs = perSecond / 1_000;
  let tokens = burst;
  let filledAt = now();
  let refused = 0;
  let refusedSince = -Infinity;
  let closed = false;

  function fill(): void {
    const at = now();
    tokens = Math.min(burst, tokens + (at - filledAt) * perMs);
    filledAt = at;
  }

  return {
    admit() {
      if (closed) return "close";
      fill();
      if (tokens >= 1) {
        tokens -= 1;
        return "ok";
      }
      if (filledAt - refusedSince >= withinMs) [refused, refusedSince] = [0, filledAt];
      refused += 1;
      closed = refused >= strikes * burst;
      return closed ? "close" : "refuse";
    },
    get retryAfterMs() {
      fill();
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs);
    },
  };
}
