import { fstatSync } from "node:fs";
import { RolecallError } from "../engine/index.ts";

/** How long an open pipe may stay silent before it counts as no input. */
const SILENCE_MS = 500;

/**
 * Everything on stdin, or null where there is nothing. A pipe that nobody writes to or closes, as CI runners leave it,
 * is not waited for unless `waits` is set.
 */
export async function readPiped(stdin: NodeJS.ReadStream, { waits }: { waits: boolean }): Promise<string | null> {
  if (stdin.isTTY && !waits) return null;
  const endless = !waits && mayStayOpen();
  const chunks: Buffer[] = [];
  const text = await new Promise<string>((resolve, reject) => {
    const end = () => resolve(Buffer.concat(chunks).toString("utf8"));
    const timer = endless ? setTimeout(() => (stdin.destroy(), end()), SILENCE_MS) : undefined;
    stdin.on("data", (chunk: Buffer | string) => {
      clearTimeout(timer);
      chunks.push(Buffer.from(chunk));
    });
    stdin.on("end", () => (clearTimeout(timer), end()));
    stdin.on("error", (cause: NodeJS.ErrnoException) =>
      reject(new RolecallError("invalid_input", `stdin cannot be read (${cause.code}).`, { hint: "Pipe text into it, or pass the message with -p.", cause })),
    );
  });
  return text.trim() === "" ? null : text.replace(/\r?\n$/, "");
}

function mayStayOpen(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
