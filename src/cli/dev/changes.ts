import { watch } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Editors and formatters write a file several times, and several files at a time. */
const QUIET_MS = 150;
const SOURCE = /\.(?:tsx?|json|css|html|svg)$/;
const TEST = /\.test\.tsx?$|(?:^|[\\/])testing[\\/]/;

export interface Changes extends Disposable {
  /** The sources that have changed since the last time, once they rest; null when it is stopped. */
  next(): Promise<string[] | null>;
}

/** Watches the sources of a folder, but not its tests, until it is stopped. */
export function watchSources(folder: string, stopped: AbortSignal): Changes {
  const changed = new Set<string>();
  let some = Promise.withResolvers<void>();
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name === null || !SOURCE.test(name) || TEST.test(name)) return;
    changed.add(name);
    some.resolve();
  });
  // A folder that goes away while it is looked at; what is left is still watched.
  watcher.on("error", () => {});
  stopped.addEventListener("abort", () => some.resolve(), { once: true });
  return {
    async next() {
      await some.promise;
      for (let before = -1; before !== changed.size;) {
        before = changed.size;
        await pause(QUIET_MS);
      }
      if (stopped.aborted) return null;
      const names = [...changed].toSorted();
      changed.clear();
      some = Promise.withResolvers();
      return names;
    },
    [Symbol.dispose]: () => watcher.close(),
  };
}
