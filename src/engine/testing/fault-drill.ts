import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../../../fixtures/services/fault.ts";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import type { Engine } from "../engine.ts";
import type { TurnEvent } from "../events.ts";
import { type Turn, turnOf } from "./conversation.ts";
import { SEEKER } from "./seeded-store.ts";

/** How long a fault that comes after a turn stays. */
const PASSING_MS = 300;
const PROBE_EVERY_MS = 100;
const LONGEST_RECOVERY_MS = 15_000;

/** When a fault begins: before the message is sent, at an event of its turn, or right after its end. */
export const MOMENTS = ["before", "during", "after"] as const;
export type Moment = (typeof MOMENTS)[number];

/** One turn under a fault. */
export interface Struck extends Turn {
  clientMessageId: string;
  /** From the fault, or from the message where the fault was there before, to the turn's end. */
  ms: number;
}

export interface FaultDrill extends AsyncDisposable {
  readonly engine: Engine;
  /** Sends a message of its own kind to the one session of the drill, as the fault strikes. The fault stays, except after a turn. */
  strike(moment: Moment, fault: Fault): Promise<Struck>;
  /** Sends the message of an earlier turn again. */
  again(struck: Struck): Promise<Struck>;
  /** Ends the fault, and sends messages until a turn goes as if there had been none. Returns when that turn was over. */
  recover(): Promise<number>;
  /** What the history has lost, doubled or changed of everything it had acknowledged: nothing, one hopes. */
  damage(): Promise<string[]>;
}

export interface Drilled {
  /** The server that fails. */
  target: URL;
  /** The settings of an engine that reaches it by this address. */
  settings: (through: URL) => Record<string, string> | Promise<Record<string, string>>;
  /** The event that a fault "during" a turn waits for. */
  during: TurnEvent["type"];
}

/** Puts a proxy between one server and an engine, which stays open through all faults. */
export async function faultDrill({ target, settings, during }: Drilled): Promise<FaultDrill> {
  const proxy = await tcpProxy({ host: target.hostname, port: Number(target.port) });
  const through = new URL(target);
  through.host = `127.0.0.1:${proxy.port}`;
  const engine = await openEngine(readConfig(await settings(through)));
  const told: Struck[] = [];
  let sessionId: string | undefined;
  const word = randomBytes(4).toString("hex").replace(/\d/g, "x");
  let count = 0;

  async function send(text: string, clientMessageId: string, { at, fault }: { at?: TurnEvent["type"]; fault?: Fault } = {}): Promise<Struck> {
    let struckAt = performance.now();
    let strikes = fault !== undefined;
    const events: TurnEvent[] = [];
    for await (const event of engine.send({ ...SEEKER, sessionId, text, clientMessageId })) {
      events.push(event);
      if (event.type === "turn-start") sessionId = event.sessionId;
      if (!strikes || event.type !== at) continue;
      strikes = false;
      await proxy.fault(fault!);
      struckAt = performance.now();
    }
    const struck = { ...turnOf(text, events), clientMessageId, ms: performance.now() - struckAt };
    told.push(struck);
    return struck;
  }
  /** The made-up word makes it another question each time, which no cache answers. */
  const question = () => `${WORK[count % WORK.length]} jobs ${word}${count++}`;

  const recover = async (): Promise<number> => {
    await proxy.clear();
    const clearedAt = performance.now();
    for (;;) {
      const { end, events } = await send(question(), crypto.randomUUID());
      if (end?.message.status === "complete" && end.degraded.length === 0) return performance.now() - clearedAt;
      if (performance.now() - clearedAt > LONGEST_RECOVERY_MS) throw new Error(`It did not recover: ${JSON.stringify(events.at(-1))}`);
      await sleep(PROBE_EVERY_MS);
    }
  };
  // Everything is connected, loaded and cached when the first fault strikes.
  await recover();

  return {
    engine,
    async strike(moment, fault) {
      if (moment === "before") await proxy.fault(fault);
      const at = { before: undefined, during, after: "turn-end" as const }[moment];
      const struck = await send(question(), crypto.randomUUID(), { at, fault: moment === "before" ? undefined : fault });
      if (moment === "after") await passing(proxy);
      return struck;
    },
    again: ({ said, clientMessageId }) => send(said, clientMessageId),
    recover,
    async damage() {
      const { messages } = await engine.sessions.show(SEEKER, sessionId!);
      const found: string[] = [];
      for (const { said, events, end, clientMessageId } of told) {
        const start = events.find((event) => event.type === "turn-start");
        if (start === undefined) continue;
        const turn = messages.filter(({ turn_id }) => turn_id === start.turnId);
        if (turn.filter(({ role, text }) => role === "user" && text === said).length !== 1) found.push(`The message ${clientMessageId} is not there once.`);
        const answers = turn.filter(({ role }) => role === "assistant");
        if (answers.length > 1) found.push(`The message ${clientMessageId} has ${answers.length} answers.`);
        if (end !== undefined && answers[0]?.text !== end.message.text) found.push(`The answer to ${clientMessageId} is another one.`);
      }
      const seqs = messages.map(({ seq }) => seq);
      if (new Set(seqs).size !== seqs.length) found.push("Two messages have the same place.");
      return found;
    },
    async [Symbol.asyncDispose]() {
      await proxy.clear();
      await engine[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

async function passing(proxy: TcpProxy): Promise<void> {
  await sleep(PASSING_MS);
  await proxy.clear();
}

const WORK = [
  "TypeScript",
  "React",
  "Node.js backend",
  "full-stack",
  "frontend",
  "mobile app",
  "payments software",
  "energy trading",
  "insurance software",
  "spare parts portal",
  "partner API",
  "block storage",
];
