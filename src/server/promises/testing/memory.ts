import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

export const MIB = 1024 * 1024;

/** What this process holds on to, in bytes: the heap after a collection, and the buffers beside it. */
export async function heldBytes(): Promise<number> {
  // What waits to be told of in the next turns of the event loop still holds something.
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise(setImmediate);
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
