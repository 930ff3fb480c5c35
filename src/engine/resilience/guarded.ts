import type { Guard } from "./guard.ts";

type Method = (...args: never[]) => unknown;
type NamesOf<P, M> = { [K in keyof P & string]: P[K] extends M ? K : never }[keyof P & string];
type Streaming<P> = NamesOf<P, (...args: never[]) => AsyncIterable<unknown>>;

/** Every streaming method of the port has to be named, so that none is mistaken for one that gives a promise. */
export type GuardOptions<P> = {
  /** Milliseconds that single methods may take instead of the dependency's own limit, a step of a stream included; null is no limit. */
  within?: Partial<Record<NamesOf<P, Method>, number | null>>;
} & ([Streaming<P>] extends [never] ? { streams?: undefined } : { streams: Record<Streaming<P>, true> });

/** The same port with every call going through the guard; of a stream, every step. What is no method, and closing, is passed through. */
export function guarded<P extends object>(port: P, guard: Guard, options: GuardOptions<P>): P {
  const within: Record<string, number | null | undefined> = { ...options.within };
  const streams: Record<string, true> = { ...options.streams };
  const through = Reflect.ownKeys(port).map((name): [string | symbol, PropertyDescriptor] => {
    const value: unknown = Reflect.get(port, name);
    if (typeof value !== "function" || typeof name === "symbol")
      return [name, { get: () => Reflect.get(port, name) as unknown, enumerable: true, configurable: true }];
    const call = (...args: unknown[]): unknown => value.apply(port, args);
    const method = streams[name]
      ? (...args: unknown[]) => guardedSteps(() => call(...args) as AsyncIterable<unknown>, guard, within[name])
      : (...args: unknown[]) => guard.run(async () => call(...args), within[name]);
    return [name, { value: method, enumerable: true, configurable: true, writable: true }];
  });
  return Object.defineProperties({}, Object.fromEntries(through)) as P;
}

async function* guardedSteps<T>(open: () => AsyncIterable<T>, guard: Guard, within: number | null | undefined): AsyncGenerator<T> {
  const steps = open()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await guard.run(() => steps.next(), within);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    // A step that was given up may never come, and closing would wait for it.
    void Promise.resolve(steps.return?.()).catch(() => {});
  }
}
