import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type BareTab, bareTab } from "./bare-tab.ts";
import { clientTab } from "./client-tab.ts";
import { type Shown, shown } from "./plain-frontend.ts";

/** What happens to a tab once it has heard so many more frames. */
interface Shake {
  afterFrames: number;
  what: "cut" | "open again" | "read nothing" | "cut before the answer";
  /** The replica that it lands on. */
  to: 0 | 1;
  ms: number;
  /** How much of what it knows is asked for once more. */
  back: number;
}

export interface TabPlan {
  kind: "client" | "bare";
  home: 0 | 1;
  /** From the first event, or from where the session is. */
  fromStart: boolean;
  /** Comes after so many milliseconds. */
  lateMs: number;
  shakes: Shake[];
}

const replica = fc.constantFrom<0 | 1>(0, 1);
const shake: fc.Arbitrary<Shake> = fc.record({
  afterFrames: fc.oneof(fc.nat(3), fc.nat(25)),
  what: fc.constantFrom("cut", "cut", "open again", "read nothing", "cut before the answer"),
  to: replica,
  ms: fc.oneof(fc.constant(0), fc.nat(80)),
  back: fc.nat(6),
});

export const tabPlan: fc.Arbitrary<TabPlan> = fc.record({
  kind: fc.constantFrom("client", "bare"),
  home: replica,
  fromStart: fc.boolean(),
  lateMs: fc.oneof(fc.constant(0), fc.nat(300)),
  shakes: fc.array(shake, { maxLength: 6 }),
});

/** A tab to which its plan happens. */
export interface ShakenTab {
  readonly messages: readonly Shown[];
  /** What it was told against the protocol. */
  readonly complaints: readonly string[];
  close(): void;
}

interface Place {
  ports: readonly [number, number];
  token: string;
  sessionId: string;
}

export async function shakenTab(plan: TabPlan, place: Place): Promise<ShakenTab> {
  await sleep(plan.lateMs);
  return plan.kind === "client" ? shakenClient(plan, place) : shakenSocket(plan, place);
}

async function shakenClient({ home, fromStart, shakes }: TabPlan, { ports, token, sessionId }: Place): Promise<ShakenTab> {
  const left = [...shakes];
  let at = home;
  let frames = 0;
  const tab = await clientTab({ token, sessionId, afterSeq: fromStart ? 0 : undefined, next: () => ports[at] });
  tab.onEvent = () => {
    frames += 1;
    const [next] = left;
    if (next === undefined || frames <= next.afterFrames) return;
    left.shift();
    frames = 0;
    at = next.to;
    if (next.ms === 0) tab.drop();
    else setTimeout(tab.drop, next.ms);
  };
  return {
    get messages() {
      return tab.session.messages.map(shown);
    },
    get complaints() {
      const seqs = tab.seqs();
      if (seqs.some((q, i) => i > 0 && q <= seqs[i-1]!)) console.log("TRACE", JSON.stringify(shakes), tab.events.map((f: any) => `${f.type} ${f.name ?? ""} ${f.seqFrom ?? ""} ${f.seq ?? ""} snap=${f.snapshotSeq ?? ""} ${f.value?.lastSeq ?? ""} ${f.value?.activeRunId ?? ""} ${f.replayed ?? ""} ${f.timestamp}`).join("\n"));
      return seqs.flatMap((seq, index) => (index === 0 || seq > seqs[index - 1]! ? [] : [`${seq} was told after ${seqs[index - 1]}`]));
    },
    close: tab.client.close,
  };
}

async function shakenSocket({ home, fromStart, shakes }: TabPlan, { ports, token, sessionId }: Place): Promise<ShakenTab> {
  const left = [...shakes];
  const failures: string[] = [];
  let frames = 0;
  let isClosed = false;
  const tab = bareTab({ token, sessionId, afterSeq: fromStart ? 0 : undefined });
  const tr: string[] = []; ((globalThis as any).TR ??= new Map()).set(tab, tr);
  tab.onFrame = (f) => {
    tr.push(`${f.type} ${f.name ?? ""} ${f.seqFrom ?? ""} ${f.seq ?? ""} ${f.value?.lastSeq ?? ""} ${f.value?.activeRunId ?? ""} ${f.replayed ?? ""} ${tab.page.lastSeq}`);
    frames += 1;
    const [next] = left;
    if (next === undefined || frames <= next.afterFrames) return;
    left.shift();
    frames = 0;
    tr.push(next.what);
    shakeSocket(tab, next, ports, () => isClosed).catch((error: unknown) => failures.push(String(error)));
  };
  await tab.connect(ports[home]);
  return {
    get messages() {
      return tab.page.messages;
    },
    get complaints() {
      if (tab.page.complaints.length) console.log("TRACE", JSON.stringify(shakes), (globalThis as any).TR?.get(tab)?.join("\n"));
      return [...tab.page.complaints, ...failures];
    },
    close() {
      isClosed = true;
      tab.cut();
    },
  };
}

async function shakeSocket(tab: BareTab, { what, to, ms, back }: Shake, ports: readonly [number, number], isClosed: () => boolean): Promise<void> {
  const known = tab.page.lastSeq;
  switch (what) {
    case "open again":
      return tab.reopen(known === undefined ? undefined : Math.max(0, known - back));
    case "read nothing": {
      const { socket } = tab.client;
      socket.pause();
      await sleep(ms);
      return socket.resume();
    }
    case "cut before the answer":
      tab.reopen(known);
  }
  tab.cut();
  await sleep(ms);
  if (!isClosed()) await tab.connect(ports[to]);
}
