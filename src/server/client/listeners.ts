export interface Listeners<A extends unknown[]> {
  add(listener: (...args: A) => void): () => void;
  tell(...args: A): void;
}

/** A listener that throws is reported as an uncaught error, and harms nobody else. */
export function listeners<A extends unknown[]>(): Listeners<A> {
  const all = new Set<{ listener: (...args: A) => void }>();
  return {
    add(listener) {
      const entry = { listener };
      all.add(entry);
      return () => void all.delete(entry);
    },
    tell(...args) {
      // A copy: one that is added meanwhile is told of what comes next.
      for (const entry of [...all]) {
        if (!all.has(entry)) continue;
        try {
          entry.listener(...args);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
