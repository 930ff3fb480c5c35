import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../../fixtures/services/fault.ts";
import type { Degradation } from "../events.ts";
import type { Part } from "../resilience/dependency.ts";
import { type Drilled, type FaultDrill, MOMENTS, type Moment, type Struck, faultDrill } from "./fault-drill.ts";
import { expectSoundTurn } from "./sound-turn.ts";

/** What a user gets of a turn under a fault. */
export interface Expected {
  gets: "the answer" | "the answer, found by words alone" | "the matches and a composed answer" | "a retryable error";
  degraded?: Degradation[];
  withinMs: number;
}

interface Suite {
  service: string;
  /** What readiness misses while it is down. */
  part: Part;
  /** What is needed and not running here; null where nothing is. */
  missing: string | null;
  /** Data for all the engines of the suite. */
  open(): Promise<Drilled & AsyncDisposable>;
  /** They break a turn, each at every moment. */
  faults: Record<string, Fault>;
  /** They only slow a turn down. */
  bearable?: Record<string, Fault>;
  expected(fault: string, moment: Moment): Expected;
  recoversWithinMs: number;
  /** Engines at a time; 5 where the service does not mind. */
  atOnce?: number;
  /** What else holds of a turn, once the fault is over. */
  afterwards?(struck: Struck, drill: FaultDrill, moment: Moment): Promise<void>;
}

/** What a busy machine adds. */
const SLACK_MS = 4_000;

/**
 * Runs every fault against an engine of its own, which stays open while the fault strikes before, during and after a turn.
 * Prints what it measured where ROLECALL_FAULT_TABLE is set.
 */
export function faultSuite({ service, part, missing, open, faults, bearable = {}, expected, recoversWithinMs, atOnce = 5, afterwards }: Suite): void {
  describe.skipIf(missing !== null)(`${service} fails${missing === null ? "" : ` (${missing} is not running)`}`, { timeout: 120_000 }, () => {
    let drilled: Drilled & AsyncDisposable;
    const rows = new Map<string, string>();
    const lanes = Array.from({ length: atOnce }, () => Promise.resolve());
    let next = 0;
    /** Each lane takes one after the other. */
    const inTurn = (work: () => Promise<void>): Promise<void> => {
      const lane = next++ % atOnce;
      const done = lanes[lane]!.then(work);
      lanes[lane] = done.catch(() => {});
      return done;
    };
    beforeAll(async () => {
      drilled = await open();
    }, 120_000);
    afterAll(async () => {
      await drilled?.[Symbol.asyncDispose]();
      const inOrder = Object.keys({ ...faults, ...bearable }).flatMap((fault) => MOMENTS.map((moment) => rows.get(`${fault}, ${moment}`) ?? []));
      if (process.env.ROLECALL_FAULT_TABLE) process.stdout.write(`${inOrder.flat().join("\n")}\n`);
    });

    async function struckBy(drill: FaultDrill, fault: string, moment: Moment, { gets, degraded = [], withinMs }: Expected): Promise<void> {
      const name = `${fault}, ${moment}`;
      const struck = await drill.strike(moment, { ...faults, ...bearable }[fault]!);
      const isMissed = async () => (await drill.engine.readiness()).degraded.includes(part);
      const missed = moment !== "after" && (await isMissed());
      const recoveredMs = await drill.recover();
      const marked = struck.end?.degraded.toSorted() ?? [];
      const took = moment === "after" ? "—" : `${Math.round(struck.ms)} ms`;
      const cells = [service, fault, moment, gets, took, marked.join(", ") || "—", `${Math.round(recoveredMs)} ms`];
      rows.set(name, `| ${cells.join(" | ")} |`);

      if (gets !== "a retryable error") expectSoundTurn(struck);
      await afterwards?.(struck, drill, moment);
      const late = (ms: number, limit: number) => (ms > limit + SLACK_MS ? `${Math.round(ms)} ms` : null);
      expect({
        name,
        failure: failureOf(struck),
        marked,
        missed,
        endedLate: late(struck.ms, withinMs),
        recoveredLate: late(recoveredMs, recoversWithinMs),
        stillMissed: await isMissed(),
        damage: await drill.damage(),
      }).toEqual({
        name,
        failure: gets === "a retryable error" ? { code: "storage_unavailable", retryable: true } : null,
        marked: degraded.toSorted(),
        missed: gets !== "the answer" || degraded.length > 0,
        endedLate: null,
        recoveredLate: null,
        stillMissed: false,
        damage: [],
      });
    }

    test.concurrent.each(Object.keys(faults))("%s: before, during and after a turn", (fault) =>
      inTurn(async () => {
        await using drill = await faultDrill(drilled);
        for (const moment of MOMENTS) await struckBy(drill, fault, moment, expected(fault, moment));
      }),
    );

    test.concurrent.each(Object.keys(bearable))("%s: the turn takes longer, and that is all", (fault) =>
      inTurn(async () => {
        await using drill = await faultDrill(drilled);
        await struckBy(drill, fault, "before", { gets: "the answer", withinMs: 5_000 });
      }),
    );
  });
}

function failureOf({ error }: Struck): { code: string; retryable: boolean } | null {
  return error === undefined ? null : { code: error.code, retryable: error.retryable };
}
