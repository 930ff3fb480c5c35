import type { CliSession, GlobalOptions } from "./session.ts";
import { wantsColour } from "./terminal.ts";

export interface Progress extends AsyncDisposable {
  say(text: string): void;
  done(text: string): void;
}

/** How often a log hears of something long. */
const LINE_EVERY_MS = 10_000;

/** A spinner on an interactive stderr whose width is known, plain lines on any other and in CI, nothing when quiet. */
export async function spinner(session: CliSession, options: GlobalOptions, text: string): Promise<Progress> {
  const { stderr } = session;
  if (options.quiet) return { say() {}, done() {}, async [Symbol.asyncDispose]() {} };
  if (!stderr.isTTY || !stderr.columns || options.screenReader || isCiOrDumb(session)) return lines(stderr, text);
  const { default: ora } = await import("ora");
  const spin = ora({
    text,
    stream: stderr,
    // Decided above: ora would ask the environment of the process.
    isEnabled: true,
    discardStdin: false,
    color: wantsColour(stderr, session, options) ? "cyan" : false,
    spinner: options.ascii ? "line" : "dots",
  }).start();
  return {
    say(next) {
      spin.text = next;
    },
    done: (end) => void spin.stopAndPersist({ symbol: options.ascii ? "*" : "✔", text: end }),
    async [Symbol.asyncDispose]() {
      if (spin.isSpinning) spin.stop();
    },
  };
}

function isCiOrDumb({ variables: { CI = "", TERM } }: CliSession): boolean {
  return (CI !== "" && CI !== "false") || TERM === "dumb";
}

function lines(stderr: NodeJS.WriteStream, text: string): Progress {
  let latest = `${text} …`;
  const line = () => void stderr.write(`${latest}\n`);
  line();
  const ticking = setInterval(line, LINE_EVERY_MS).unref();
  return {
    say(next) {
      latest = next;
    },
    done(end) {
      clearInterval(ticking);
      latest = end;
      line();
    },
    async [Symbol.asyncDispose]() {
      clearInterval(ticking);
    },
  };
}
