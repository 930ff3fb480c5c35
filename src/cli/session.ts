/** What a command sees of the process it runs in; tests bring their own. */
export interface CliSession {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  variables: Record<string, string | undefined>;
  cwd: string;
  /** Registers what happens on SIGINT or SIGTERM; returns how to unregister. */
  onSignal(stop: (signal: "SIGINT" | "SIGTERM") => void): () => void;
}

/** The JSON of a command on stdout, on one line. */
export function printDocument({ stdout }: Pick<CliSession, "stdout">, document: object): void {
  stdout.write(`${JSON.stringify({ schema_version: 1, ...document })}\n`);
}

export interface GlobalOptions {
  config?: string;
  envFile?: string;
  store?: "auto" | "embedded" | "services";
  dataDir?: string;
  json?: boolean;
  color?: boolean;
  ascii?: boolean;
  screenReader?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  debug?: boolean;
  input?: boolean;
  yes?: boolean;
}

/** A command's handler: gets what was typed, returns the exit code, throws `RolecallError`. */
export type Handler<Options, Args extends unknown[] = []> = (session: CliSession, options: GlobalOptions & Options, ...args: Args) => Promise<number>;
