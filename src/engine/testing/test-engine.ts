import { readConfig } from "../config.ts";
import { openPorts, settingsOf } from "../connect.ts";
import type { Ports, Settings } from "../deps.ts";
import { type Engine, createEngine } from "../engine.ts";
import { type PortCall, recordedPorts } from "./intercepted-ports.ts";

export interface TestEngine extends AsyncDisposable {
  engine: Engine;
  ports: Ports;
  /** What the engine asked of its ports, in order. */
  calls: PortCall[];
}

interface Options {
  environment?: Record<string, string>;
  settings?: Partial<Settings>;
  /** Puts other ports in place of the store's own. */
  adapt?: (ports: Ports) => Ports;
}

/** An engine on the store in a folder, offline unless the environment says otherwise, with its port calls recorded. */
export async function testEngine(directory: string, { environment = {}, settings = {}, adapt = (ports) => ports }: Options = {}): Promise<TestEngine> {
  const config = readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: directory, ROLECALL_LOG_LEVEL: "silent", ...environment });
  const { ports, calls } = recordedPorts(adapt(await openPorts(config)));
  const engine = createEngine(ports, { ...settingsOf(config), ...settings });
  return { engine, ports, calls, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}
