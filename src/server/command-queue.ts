/** Carries out commands as they come: those of one lane one after another, and so many at a time in all. */
export interface CommandQueue<T> {
  push(command: T): void;
  /** Being carried out, or waiting to be. */
  readonly size: number;
  /** Drops those that wait. */
  close(): void;
}

export interface CommandQueueOptions<T> {
  atOnce: number;
  /** Commands without a lane wait for no other. */
  laneOf(command: T): string | undefined;
  /** Never rejects. */
  run(command: T): Promise<void>;
  /** One has been carried out. */
  done(): void;
}

export function commandQueue<T>({ atOnce, laneOf, run, done }: CommandQueueOptions<T>): CommandQueue<T> {
  const waiting: T[] = [];
  const lanes = new Map<string, Promise<void>>();
  let running = 0;

  function next(): void {
    while (running < atOnce && waiting.length > 0) {
      running += 1;
      void inLane(waiting.shift()!).then(() => {
        running -= 1;
        next();
        done();
      });
    }
  }

  async function inLane(command: T): Promise<void> {
    const lane = laneOf(command);
    if (lane === undefined) return run(command);
    const mine = (lanes.get(lane) ?? Promise.resolve()).then(() => run(command));
    lanes.set(lane, mine);
    await mine;
    if (lanes.get(lane) === mine) lanes.delete(lane);
  }

  return {
    push(command) {
      waiting.push(command);
      next();
    },
    get size() {
      return running + waiting.length;
    },
    close: () => void (waiting.length = 0),
  };
}
