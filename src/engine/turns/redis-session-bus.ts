import { z } from "zod";
import { TurnEvent } from "../events.ts";
import type { RedisSubscriber } from "../store/redis-subscriber.ts";
import type { RedisStore } from "../store/redis.ts";
import { memorySessionBus } from "./memory-session-bus.ts";
import type { SessionBus, SessionSignal } from "./session-bus.ts";

const Told = z.object({
  /** The process it comes from, which has heard it already. */
  from: z.string(),
  signal: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("events"),
      entries: z.array(z.object({ seq: z.int(), turnId: z.string(), at: z.number(), event: TurnEvent })),
    }),
    z.object({ type: z.literal("cancel") }),
    z.object({ type: z.literal("deleted") }),
    z.object({ type: z.literal("changed") }),
  ]),
});

/** Signals over Redis's publish and subscribe, a channel a session. The connections stay open: whoever opened them closes them. */
export function redisSessionBus(redis: RedisStore, subscriber: RedisSubscriber): SessionBus {
  const own = memorySessionBus();
  const from = crypto.randomUUID();
  const stopHearing = new Map<string, () => void>();

  function hear(sessionId: string, text: string | null): void {
    // Heard from now on, or again: what was told before may have been missed.
    if (text === null) return own.publish(sessionId, { type: "changed" });
    // Its own words it has heard: not to be read a second time.
    if (text.startsWith(`{"from":"${from}"`)) return;
    own.publish(sessionId, parsed(text)?.signal ?? { type: "changed" });
  }

  return {
    publish(sessionId, signal) {
      own.publish(sessionId, signal);
      const text = JSON.stringify({ from, signal });
      void redis.attempt((client) => client.publish(channelOf(sessionId), text)).catch(() => {});
    },
    subscribe(sessionId, listener) {
      const isFirst = !own.isHeard(sessionId);
      const stop = own.subscribe(sessionId, listener);
      if (isFirst)
        stopHearing.set(
          sessionId,
          subscriber.subscribe(channelOf(sessionId), (text) => hear(sessionId, text)),
        );
      return () => {
        stop();
        if (own.isHeard(sessionId)) return;
        stopHearing.get(sessionId)?.();
        stopHearing.delete(sessionId);
      };
    },
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}

function parsed(text: string): { from: string; signal: SessionSignal } | null {
  try {
    return Told.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function channelOf(sessionId: string): string {
  return `chat:session:${sessionId}:live`;
}
