import type { Limiter, Refused, Slot, UserLimits } from "../limiter.ts";

/** Limits that a test does not reach, but for those it names. */
export function limitsOf(limits: Partial<UserLimits>): UserLimits {
  return { messagesPerMinute: 1_000, connectionsPerMinute: 1_000, concurrentRuns: 1_000, sockets: 1_000, ...limits };
}

export const ONE_OF_EACH: UserLimits = { messagesPerMinute: 1, connectionsPerMinute: 1, concurrentRuns: 1, sockets: 1 };

export function isRefused(answer: Slot | Refused | null): answer is Refused {
  return answer !== null && "retryAfterMs" in answer;
}

/** What a user asks a limiter for; each try of a run or a socket is another one. */
export const ASKS: [name: string, ask: (limiter: Limiter, userId: string) => Promise<Slot | Refused | null>][] = [
  ["message", (limiter, userId) => limiter.message(userId)],
  ["connection", (limiter, userId) => limiter.connection(userId)],
  ["run", (limiter, userId) => limiter.run(userId, crypto.randomUUID())],
  ["socket", (limiter, userId) => limiter.socket(userId, crypto.randomUUID())],
];

/** A slot that is there to be had. */
export async function taken(answer: Promise<Slot | Refused>): Promise<Slot> {
  const slot = await answer;
  if (isRefused(slot)) throw new Error(`There is no slot for another ${slot.retryAfterMs} ms.`);
  return slot;
}
