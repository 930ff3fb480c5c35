import { setImmediate as others } from "node:timers/promises";

/** Groups a stream into arrays of `size`; the last may be shorter. Signals and timers have their turn between two of them. */
export async function* batches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
      await others();
    }
  }
  if (batch.length > 0) yield batch;
}
