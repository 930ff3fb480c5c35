import { z } from "zod";
import { TurnEvent, isTerminal } from "../events.ts";
import type { RedisStore } from "../store/redis.ts";
import type { LoggedEvent, TurnLog } from "./turn-log.ts";

/** Events of older turns are dropped once a session holds more than this. */
const RETAINED_EVENTS = 5_000;
/** A log is needed while its turn runs and for a while after; the history holds what lasts. */
const KEPT_MS = 24 * 60 * 60 * 1_000;
const READ_AT_ONCE = 500;

/**
 * The entry of event n has the id n-0, so that numbers are given inside Redis and stay contiguous whoever appends. KEYS: the stream, the
 * turns that have ended. ARGV: the turn, the floor, how much is retained, for how long, the time, whether an end is among the events, the number
 * that the log must not have passed.
 */
const APPEND = `
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return -1 end
local seq = tonumber(ARGV[2])
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local reached = last and tonumber(string.match(last[1], '^%d+'))
if reached and reached > tonumber(ARGV[7]) then return -1 end
if #ARGV == 7 then return reached or seq end
if reached and reached >= seq then seq = reached elseif reached then redis.call('DEL', KEYS[1]) end
for i = 8, #ARGV do
  seq = seq + 1
  redis.call('XADD', KEYS[1], string.format('%d-0', seq), 'turn', ARGV[1], 'at', ARGV[5], 'event', ARGV[i])
end
redis.call('XTRIM', KEYS[1], 'MAXLEN', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if ARGV[6] == '1' then
  redis.call('SADD', KEYS[2], ARGV[1])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return seq`;

const Entry = z.tuple([
  z.string().regex(/^\d+-0$/),
  z.tuple([z.literal("turn"), z.string(), z.literal("at"), z.coerce.number(), z.literal("event"), z.string()]),
]);

/** The turn log as a Redis stream a session. The connection stays open: whoever opened it closes it. */
export function redisTurnLog(redis: RedisStore): TurnLog {
  return {
    flushMs: 33,
    append: (sessionId, turnId, events, after, at = Date.now(), unlessPast = Number.MAX_SAFE_INTEGER) =>
      redis.attempt(async (client) => {
        const lines = events.map((event) => JSON.stringify(event));
        const keys = [keyOf(sessionId), endedKeyOf(sessionId)];
        const ends = events.some(isTerminal) ? 1 : 0;
        const seq = z.int().parse(await client.eval(APPEND, keys.length, ...keys, turnId, after, RETAINED_EVENTS, KEPT_MS, at, ends, unlessPast, ...lines));
        return seq === -1 ? null : seq;
      }),
    extent: (sessionId) =>
      redis.attempt(async (client) => {
        const key = keyOf(sessionId);
        const [oldest, newest] = await Promise.all([client.xrange(key, "-", "+", "COUNT", 1), client.xrevrange(key, "+", "-", "COUNT", 1)]);
        if (oldest.length === 0 || newest.length === 0) return null;
        const [first, last] = [logged(oldest[0]), logged(newest[0])];
        return { first: first.seq, last: last.seq, openTurn: isTerminal(last.event) ? null : last.turnId };
      }),
    read: (sessionId, seq, limit) =>
      redis.attempt(async (client) => (await client.xrange(keyOf(sessionId), `${seq + 1}-0`, "+", "COUNT", limit)).map((entry) => logged(entry))),
    // From the newest back: who asks for a turn asks for one of the last.
    readTurn: (sessionId, turnId) =>
      redis.attempt(async (client) => {
        const found: LoggedEvent[] = [];
        for (let upTo = "+"; ;) {
          const entries = Entry.array().parse(await client.xrevrange(keyOf(sessionId), upTo, "-", "COUNT", READ_AT_ONCE));
          for (const entry of entries) if (entry[1][1] === turnId) found.push(logged(entry));
          if (entries.length < READ_AT_ONCE || found.at(-1)?.event.type === "turn-start") return found.toReversed();
          upTo = `(${entries.at(-1)![0]}`;
        }
      }),
    forget: (sessionId) => redis.attempt(async (client) => void (await client.unlink(keyOf(sessionId), endedKeyOf(sessionId)))),
    async [Symbol.asyncDispose]() {},
  };
}

function keyOf(sessionId: string): string {
  return `chat:session:${sessionId}:events`;
}

function endedKeyOf(sessionId: string): string {
  return `chat:session:${sessionId}:ended`;
}

function logged(entry: unknown): LoggedEvent {
  const [id, [, turnId, , at, , event]] = Entry.parse(entry);
  return { seq: Number.parseInt(id, 10), turnId, at, event: TurnEvent.parse(JSON.parse(event)) };
}
