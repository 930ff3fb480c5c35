import { Readable, Writable } from "node:stream";
import type { CliSession } from "../session.ts";

export interface FakeSession extends CliSession {
  /** Everything written to stdout so far. */
  out(): string;
  err(): string;
  /** As if the process had received the signal. */
  receive(signal: "SIGINT" | "SIGTERM"): void;
}

export interface Surroundings {
  variables?: Record<string, string>;
  cwd?: string;
  /** What is piped in; nothing is. */
  stdin?: string;
  /** Whether the three streams belong to a terminal. */
  terminal?: boolean;
  columns?: number;
}

/** A process as a command sees it, with streams that remember. */
export function fakeSession({ variables = {}, cwd = process.cwd(), stdin = "", terminal = false, columns = 100 }: Surroundings = {}): FakeSession {
  const [out, err] = [memory(terminal, columns), memory(terminal, columns)];
  const listeners = new Set<(signal: "SIGINT" | "SIGTERM") => void>();
  return {
    stdin: Object.assign(Readable.from(stdin === "" ? [] : [Buffer.from(stdin)]), { isTTY: terminal }) as unknown as NodeJS.ReadStream,
    stdout: out.stream,
    stderr: err.stream,
    variables,
    cwd,
    onSignal(stop) {
      listeners.add(stop);
      return () => listeners.delete(stop);
    },
    out: out.text,
    err: err.text,
    receive: (signal) => listeners.forEach((stop) => stop(signal)),
  };
}

function memory(isTTY: boolean, columns: number): { stream: NodeJS.WriteStream; text: () => string } {
  let text = "";
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const moves = { cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  return { stream: Object.assign(stream, isTTY ? { isTTY, columns, ...moves } : {}) as unknown as NodeJS.WriteStream, text: () => text };
}
