/** So many pings without a sign of life. */
const MISSED_PINGS = 2;

export interface Heartbeat {
  /** The peer has said something, or taken something. */
  alive(): void;
  stop(): void;
}

/** While nothing is read from a peer, `isDeaf`, its silence says nothing. */
export function heartbeat(options: { everyMs: number; isDeaf: () => boolean; ping: () => void; dead: () => void }): Heartbeat {
  let missed = 0;
  const timer = setInterval(() => {
    if (options.isDeaf()) missed = 0;
    if (missed >= MISSED_PINGS) return options.dead();
    missed += 1;
    options.ping();
  }, options.everyMs);
  return {
    alive: () => (missed = 0),
    stop: () => clearInterval(timer),
  };
}
