/** Node fires timers beyond this at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Tells when a moment has come, however far away it is and however often it is moved. */
export interface Expiry {
  /** Epoch milliseconds. */
  at: number;
  readonly isPast: boolean;
  stop(): void;
}

export function expiry(at: number, expired: () => void): Expiry {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const wait = () => {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(() => (Date.now() >= at ? expired() : wait()), Math.min(Math.max(at - Date.now(), 0), LONGEST_MS));
  };
  wait();
  return {
    get at() {
      return at;
    },
    set at(moment) {
      at = moment;
      wait();
    },
    get isPast() {
      return Date.now() >= at;
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
