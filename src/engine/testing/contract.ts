import { describe } from "vitest";
import type { Adapter } from "./adapters.ts";

/** Runs a port's contract suite over every adapter; one whose service is missing is skipped by name. */
export function contract<A extends Pick<Adapter<AsyncDisposable>, "name" | "missing">>(
  port: string,
  adapters: readonly A[],
  suite: (adapter: A) => void,
): void {
  for (const adapter of adapters) {
    const { name, missing } = adapter;
    describe.skipIf(missing !== undefined)(`${port}: ${name}${missing === undefined ? "" : ` (${missing} is not running)`}`, () => {
      suite(adapter);
    });
  }
}
