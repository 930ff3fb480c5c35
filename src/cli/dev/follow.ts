import { sentence } from "../failure.ts";
import { watchSources } from "./changes.ts";
import type { Checkout } from "../checkout.ts";
import { buildPlayground } from "./harness.ts";
import type { KeptServer } from "./kept-server.ts";

/** Restarts the server with every change of the sources, until it is stopped. What does not build or start waits for the next change. */
export async function follow(
  { checkout, server, say }: { checkout: Checkout; server: KeptServer; say(text: string): void },
  stopped: AbortSignal,
): Promise<void> {
  using changes = watchSources(checkout.sources, stopped);
  server.onLost(() => say("The server ended by itself. The next change of src/ starts it again."));
  for (let names = await changes.next(); names !== null; names = await changes.next()) {
    const startedAt = performance.now();
    try {
      await buildPlayground(checkout);
      await server.restart(stopped);
      say(`Restarted in ${Math.round(performance.now() - startedAt)} ms: ${listed(names)} changed.`);
    } catch (error) {
      if (!stopped.aborted) say(`${sentence(error as Error)} The next change of src/ starts the server again.`);
    }
  }
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} files` : names.map((name) => `src/${name.replaceAll("\\", "/")}`).join(", ");
}
