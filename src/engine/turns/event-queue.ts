/** Hands values from a producer that never waits to one consumer. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(value: T): void;
  close(): void;
}

export function eventQueue<T>(): EventQueue<T> {
  const values: T[] = [];
  let closed = false;
  let wake = () => {};
  return {
    push(value) {
      values.push(value);
      wake();
    },
    close() {
      closed = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (values.length > 0) yield values.shift()!;
        if (closed) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
