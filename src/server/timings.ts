import { HEARTBEAT_MS, INIT_TIMEOUT_MS, STALL_MS } from "./protocol/connection.ts";

export interface Timings {
  /** Of an HTTP request's head, and of all of it. */
  requestMs: number;
  initTimeoutMs: number;
  heartbeatMs: number;
  stallMs: number;
  /** A peer that does not answer a close is cut off after this. */
  closingMs: number;
  /** A server that goes away closes its idle connections one by one over this time, so that they do not all come back at once. */
  drainSpreadMs: number;
}

export const TIMINGS: Timings = {
  requestMs: 10_000,
  initTimeoutMs: INIT_TIMEOUT_MS,
  heartbeatMs: HEARTBEAT_MS,
  stallMs: STALL_MS,
  closingMs: 2_000,
  drainSpreadMs: 2_000,
};
