import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type BareTab, bareTab } from "./bare-tab.ts";
import { clientTab } from "./client-tab.ts";
import { type Shown, shown } from "./plain-frontend.ts";
import type { AnyFrame } from "./test-client.ts";

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
  /** What it was told and what happened to it, in order. */
  readonly story: readonly string[];
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
  const story: string[] = [];
  let at = home;
  let frames = 0;
  const tab = await clientTab({ token, sessionId, afterSeq: fromStart ? 0 : undefined, next: () => ports[at] });
  tab.onEvent = () => {
    story.push(line(tab.events.at(-1)!));
    frames += 1;
    const [next] = left;
    if (next === undefined || frames <= next.afterFrames) return;
    left.shift();
    frames = 0;
    at = next.to;
    story.push(`dropped after ${next.ms} ms, to ${next.to}`);
    if (next.ms === 0) tab.drop();
    else setTimeout(tab.drop, next.ms);
  };
  return {
    get messages() {
      return tab.session.messages.map(shown);
    },
    get complaints() {
      return tab.complaints();
    },
    story,
    close: tab.client.close,
  };
}

async function shakenSocket({ home, fromStart, shakes }: TabPlan, { ports, token, sessionId }: Place): Promise<ShakenTab> {
  const left = [...shakes];
  const failures: string[] = [];
  const story: string[] = [];
  let frames = 0;
  let isClosed = false;
  const tab = bareTab({ token, sessionId, afterSeq: fromStart ? 0 : undefined });
  tab.onFrame = (frame) => {
    story.push(line(frame));
    frames += 1;
    const [next] = left;
    if (next === undefined || frames <= next.afterFrames) return;
    left.shift();
    frames = 0;
    story.push(`${next.what}, ${next.ms} ms, to ${next.to}`);
    shakeSocket(tab, next, ports, () => isClosed).catch((error: unknown) => failures.push(String(error)));
  };
  await tab.connect(ports[home]);
  return {
    get messages() {
      return tab.page.messages;
    },
    get complaints() {
      return [...tab.page.complaints, ...failures];
    },
    story,
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

function line({ type, name, seq, seqFrom, runId, snapshotSeq, value, replayed, messages }: AnyFrame): string {
  const place = seq === undefined ? (snapshotSeq ?? value?.lastSeq ?? "") : seqFrom === undefined ? seq : `${seqFrom}-${seq}`;
  const run = (runId ?? value?.activeRunId ?? "").slice(0, 4);
  const count = (messages ?? value?.recentMessages)?.length ?? "";
  return [name ?? type, place, run, count, replayed ? "replayed" : "", Date.now() % 1_000_000].filter((part) => part !== "").join(" ");
}
