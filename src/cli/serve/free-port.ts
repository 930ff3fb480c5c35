export interface Wanted {
  host: string;
  port: number;
  /** Takes this port or none. */
  strict: boolean;
}

const TRIES = 20;
const LAST_PORT = 65_535;

/** In the shape of `RolecallError`: the engine knows nothing of ports. */
class PortTaken extends Error {
  override readonly name = "RolecallError";
  readonly code = "port_taken";
  readonly exitCode = 3;
  readonly retryable = true;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/**
 * Listens on the port, or on the next one that is free.
 * @throws `port_taken`, or what else `listen` throws
 */
export async function onFreePort<T>({ host, port, strict }: Wanted, listen: (port: number) => Promise<T>): Promise<T> {
  const last = strict || port === 0 ? port : Math.min(port + TRIES, LAST_PORT);
  for (let tried = port; ; tried += 1) {
    try {
      return await listen(tried);
    } catch (error) {
      const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE") throw error;
      if (tried < last) continue;
      if (last === port)
        throw new PortTaken(
          `The port ${port} of ${host} is taken.`,
          "End what listens there, pass another --port, or leave --strict-port out to take the next free one.",
        );
      throw new PortTaken(`The ports ${port} to ${last} of ${host} are taken.`, "Pass another --port; 0 takes any that is free.");
    }
  }
}
