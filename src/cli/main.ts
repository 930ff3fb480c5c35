import { buildProgram } from "./program.ts";
import { VERSION } from "./version.ts";

const OLDEST_NODE = 24;

/** Runs the command line of this process. The only place that reads its arguments and sets its exit code. */
export async function run(): Promise<void> {
  const { stdin, stdout, stderr, versions, env } = process;
  if (Number(versions.node.split(".")[0]) < OLDEST_NODE) {
    stderr.write(`rolecall needs Node ${OLDEST_NODE} or newer, and this is ${versions.node}. From a checkout, "npm run -s rolecall -- …" brings its own.\n`);
    process.exitCode = 4;
    return;
  }
  const variables = { ...env };
  const args = process.argv.slice(2);
  const program = buildProgram({ version: VERSION, session: { stdin, stdout, stderr, variables, cwd: process.cwd(), onSignal: listen } });
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : program.fail([], error)));
  }
  process.on("uncaughtException", (error) => process.exit(program.fail(args, error)));
  process.exitCode = await program.execute(args);
}

/** Calls back on the first SIGINT or SIGTERM; a second one ends the process at once. */
function listen(stop: (signal: "SIGINT" | "SIGTERM") => void): () => void {
  let asked = false;
  const handle = (signal: "SIGINT" | "SIGTERM") => {
    if (asked) process.exit(signal === "SIGINT" ? 130 : 143);
    asked = true;
    stop(signal);
  };
  process.on("SIGINT", handle).on("SIGTERM", handle);
  return () => process.off("SIGINT", handle).off("SIGTERM", handle);
}
