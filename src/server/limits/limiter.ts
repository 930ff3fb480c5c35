/** What one user may use at a time; counted over all replicas where they share a Redis. */
export interface UserLimits {
  messagesPerMinute: number;
  /** Connections opened a minute, whether they are still there or not. */
  connectionsPerMinute: number;
  concurrentRuns: number;
  sockets: number;
}

export type Refused = { retryAfterMs: number };

/** Held until it is disposed of; lost soon after the process that holds it dies. */
export type Slot = AsyncDisposable;

/** Says no before anything is spent. Never throws: where what it counts with is away, it counts in this process alone. */
export interface Limiter extends AsyncDisposable {
  /** Counts one message. */
  message(userId: string): Promise<Refused | null>;
  /** Counts one new connection. */
  connection(userId: string): Promise<Refused | null>;
  /** Takes one of the user's slots. `holder` names the run or the connection: the same holder takes the same slot. */
  run(userId: string, holder: string): Promise<Slot | Refused>;
  socket(userId: string, holder: string): Promise<Slot | Refused>;
}
