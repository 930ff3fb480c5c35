import type { Readiness } from "../../engine/index.ts";
import { type Reply, json } from "./respond.ts";
import { within } from "./within.ts";

/** Load balancers give up after a second or more; the engine asks each dependency for a second at most. */
const LONGEST_MS = 2_000;

/** The process lives: nothing else is asked, so that an outage of a store does not have the server restarted. */
export function health(): Reply {
  return json(200, { status: "ok", uptimeS: Math.round(process.uptime()) });
}

export interface ReadyOptions {
  readiness(): Promise<Readiness>;
  isDraining(): boolean;
  /** Default 2,000. */
  longestMs?: number;
}

/** Whether turns can be taken here. */
export async function ready({ readiness, isDraining, longestMs = LONGEST_MS }: ReadyOptions): Promise<Reply> {
  if (isDraining()) return notReady("draining");
  return within(
    longestMs,
    readiness().then((told) => {
      const status = told.ready ? (told.degraded.length === 0 ? "ready" : "degraded") : "not_ready";
      return json(told.ready ? 200 : 503, { status, ...told });
    }),
    () => notReady("not_ready"),
  );
}

function notReady(status: "draining" | "not_ready"): Reply {
  return json(503, { status, ready: false, degraded: [], dependencies: [] });
}
