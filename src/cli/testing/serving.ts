import type { Running } from "./built-program.ts";

export interface Serving extends Running, AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What it printed when it was ready. */
  readonly document: Record<string, unknown>;
}

/** Waits until a server that was started with --json is ready. It is killed where it does not end by itself. */
export async function served(running: Running): Promise<Serving> {
  let out = "";
  running.child.stdout!.on("data", (text: string) => (out += text));
  await running.says("\n");
  while (!out.includes("\n")) await new Promise((resolve) => running.child.stdout!.once("data", resolve));
  const document = JSON.parse(out) as { url: string };
  return {
    ...running,
    document,
    url: document.url,
    port: Number(new URL(document.url).port),
    async [Symbol.asyncDispose]() {
      running.child.kill("SIGKILL");
      await running.ended;
    },
  };
}
