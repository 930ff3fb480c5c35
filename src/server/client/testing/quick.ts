import { TIMING, type Timing } from "../timing.ts";

/** Pauses that a test does not notice. */
export const QUICK: Timing = { ...TIMING, leastPauseMs: 2, atOncePauseMs: 2, leastResendMs: 2, mostResendMs: 50 };
