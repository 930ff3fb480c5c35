import { RolecallError } from "../errors.ts";
import type { SeedPorts } from "../seed/seed.ts";

export interface PortMethod {
  /** Counted over all ports, from 1. */
  call: number;
  port: "catalog" | "vectors" | "embedder";
  method: string;
}

/** What becomes of a call: `fails` never reaches the store, `unanswered` takes effect and its answer is lost. */
export type Fate = "works" | "fails" | "unanswered";

/** The ports that seeding needs, on which calls fail as those of a service that is restarted. */
export function failingPorts<P extends SeedPorts>(ports: P, fate: (method: PortMethod) => Fate): P {
  let call = 0;
  const wrapped = (port: PortMethod["port"]) => {
    const target = ports[port];
    // A target of its own: the ports may be frozen, and a proxy has to show a frozen target as it is.
    return new Proxy(Object.create(target) as typeof target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function" || typeof name === "symbol") return value;
        return async (...args: unknown[]) => {
          const end = fate({ call: (call += 1), port, method: name });
          if (end === "fails") throw unavailable(port);
          const result: unknown = await value.apply(target, args);
          if (end === "unanswered") throw unavailable(port);
          return result;
        };
      },
    });
  };
  return { ...ports, catalog: wrapped("catalog"), vectors: wrapped("vectors"), embedder: wrapped("embedder") };
}

function unavailable(port: PortMethod["port"]): RolecallError {
  const code = port === "embedder" ? "model_unavailable" : "storage_unavailable";
  return new RolecallError(code, `The ${port} cannot be reached.`, { hint: "Start it." });
}
