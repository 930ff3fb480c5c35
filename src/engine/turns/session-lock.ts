export interface Orphan {
  sessionId: string;
  holder: string;
}

/** Lets one turn of a session run at a time, across processes. A holder that dies loses the lock when its lease ends, or sooner. */
export interface SessionLock extends AsyncDisposable {
  /** A lock that looks free for less than this may still have a living holder, who takes it again; 0 where locks are never lost. */
  readonly doubtMs: number;
  /** True when `holder` now has the lock until `leaseMs` from now; false while anybody holds it, `holder` included. */
  acquire(sessionId: string, holder: string, leaseMs: number): Promise<boolean>;
  /** Extends the lease and tells whether somebody asked the holder to stop; null when the lock is lost. */
  renew(sessionId: string, holder: string, leaseMs: number): Promise<{ cancelRequested: boolean } | null>;
  /** Also of a holder that has lost it, and of one listed by `orphans`. */
  release(sessionId: string, holder: string): Promise<void>;
  /** Lets the lock go with work left: it is free at once, and listed by `orphans`. */
  abandon(sessionId: string, holder: string): Promise<void>;
  /** Holders, at most a hundred, whose lease ended without a release. */
  orphans(): Promise<Orphan[]>;
  /** Asks the present holder to stop. True when there was one, and it was `holder` where one is named. */
  requestCancel(sessionId: string, holder?: string): Promise<boolean>;
  /** Who holds the lock now. Fails when that cannot be known. */
  holder(sessionId: string): Promise<string | null>;
}
