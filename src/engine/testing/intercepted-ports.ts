import type { Ports } from "../deps.ts";

const PORTS = ["catalog", "vectors", "history", "cache", "turnLog", "lock", "embedder"] as const;

export interface PortCall {
  port: (typeof PORTS)[number] | "chatModel";
  method: string;
  args: unknown[];
}

type Around = (call: PortCall, proceed: () => unknown) => unknown;

/** The same ports with every call of a method going through `around`; a chat model's calls are those that reach a model. */
export function interceptedPorts(ports: Ports, around: Around): Ports {
  const through = (port: PortCall["port"]) => (method: string, args: unknown[], proceed: () => unknown) => around({ port, method, args }, proceed);
  const wrapped = Object.fromEntries(PORTS.map((port) => [port, intercepted(ports[port], through(port))]));
  const { chatModel } = ports;
  return {
    ...ports,
    ...wrapped,
    chatModel: { ...chatModel, model: interceptedModel(chatModel.model, through("chatModel")) },
    [Symbol.asyncDispose]: () => ports[Symbol.asyncDispose](),
  };
}

/** Every call so far, in order. */
export function recordedPorts(ports: Ports): { ports: Ports; calls: PortCall[] } {
  const calls: PortCall[] = [];
  return {
    calls,
    ports: interceptedPorts(ports, (call, proceed) => {
      calls.push(call);
      return proceed();
    }),
  };
}

type Through = (method: string, args: unknown[], proceed: () => unknown) => unknown;

function intercepted<T extends object>(target: T, through: Through): T {
  // Of a stand-in: what a proxied object itself has frozen could not be given another way.
  return new Proxy(Object.create(target) as T, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function" || typeof name === "symbol") return value;
      return async (...args: unknown[]) => through(name, args, () => value.apply(target, args));
    },
  });
}

type Model = Ports["chatModel"]["model"];

function interceptedModel(model: Model, through: Through): Model {
  return new Proxy(model, {
    get(_, name) {
      const value: unknown = Reflect.get(model, name, model);
      if (typeof value !== "function") return value;
      if (name === "bindTools") return (...args: unknown[]) => interceptedModel(value.apply(model, args) as Model, through);
      if (name === "stream" || name === "invoke") return async (...args: unknown[]) => through(name, args, () => value.apply(model, args));
      return value.bind(model);
    },
  });
}
