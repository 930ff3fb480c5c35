import type { Cache } from "../cache/cache.ts";
import type { TurnDeps } from "../deps.ts";
import { type Session, StoredMessage } from "./session.ts";

const keyOf = (sessionId: string, what: "recent" | "summary") => `chat:session:${sessionId}:${what}`;
/** As short as a time to live can be. */
const AT_ONCE_MS = 1;

/**
 * The end of a conversation in the cache: `chat:session:{session_id}:recent`, a JSON list of the last messages as they are stored, but for
 * their `feedback`, which can come at any time and is in the history alone; and `chat:session:{session_id}:summary`. The portal's other backends may read both, and compare the last `created_at` with the
 * session's `last_interaction_at` as it is done here.
 */
export interface RecentMessages {
  /** The last messages of a session as it was read from the history; null where the cache cannot be shown to have them all. Never throws. */
  read(session: Session): Promise<StoredMessage[] | null>;
  /** Keeps the last messages, oldest first. Never throws. */
  keep(sessionId: string, messages: readonly StoredMessage[]): Promise<void>;
  keepSummary(sessionId: string, summary: string): Promise<void>;
}

/** Messages a prompt may hold word for word: those between two summaries, and as many again should one be late or fail. */
export function unsummarised({ recentMessages: recent, summaryEvery }: TurnDeps["settings"]): number {
  return recent + 4 * summaryEvery;
}

export function recentMessages({ cache, history, settings, log }: Pick<TurnDeps, "cache" | "history" | "settings" | "log">): RecentMessages {
  const { recentTtlMs } = settings;
  const most = unsummarised(settings);

  const attempt = async <T>(sessionId: string, work: () => Promise<T>): Promise<T | null> => {
    if (recentTtlMs === 0) return null;
    return work().catch((error: unknown) => {
      log.warn({ session: sessionId, reason: error instanceof Error ? error.name : "unknown" }, "The last messages cannot be kept in the cache.");
      return null;
    });
  };

  async function write(sessionId: string, what: "recent" | "summary", value: string): Promise<void> {
    await cache.set(keyOf(sessionId, what), value, recentTtlMs);
    // A deletion drops the keys after the session: one of the two comes last.
    if ((await history.session(sessionId)) === null) await dropRecent(cache, [sessionId]);
  }

  return {
    read: (session) =>
      attempt(session.session_id, async () => {
        const text = await cache.get(keyOf(session.session_id, "recent"));
        const messages = text === null ? null : parsed(text);
        return messages !== null && areLastOf(session, messages, most) ? messages : null;
      }),
    async keep(sessionId, messages) {
      const last = messages.slice(-most).map((message) => ({ ...message, feedback: null }));
      if (isUnbroken(last)) await attempt(sessionId, () => write(sessionId, "recent", JSON.stringify(last)));
    },
    async keepSummary(sessionId, summary) {
      await attempt(sessionId, () => write(sessionId, "summary", summary));
    },
  };
}

/** Leaves nothing of these sessions in the cache. Each key is overwritten: to look for a prefix would be to look through the whole cache. */
export async function dropRecent(cache: Cache, sessionIds: readonly string[]): Promise<void> {
  for (const sessionId of sessionIds) {
    await cache.set(keyOf(sessionId, "recent"), "[]", AT_ONCE_MS);
    await cache.set(keyOf(sessionId, "summary"), "", AT_ONCE_MS);
  }
}

function parsed(text: string): StoredMessage[] | null {
  try {
    return StoredMessage.array().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether they end where the session ends, and reach back to its summary or as far as anybody looks. */
function areLastOf(session: Session, messages: readonly StoredMessage[], most: number): boolean {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined || last.role !== "assistant" || last.created_at !== session.last_interaction_at) return false;
  const own = messages.every(({ session_id, user_id }) => session_id === session.session_id && user_id === session.user_id);
  return own && isUnbroken(messages) && (first.seq <= session.summary_through_seq + 1 || messages.length >= most);
}

function isUnbroken(messages: readonly StoredMessage[]): boolean {
  return messages.every(({ seq }, at) => seq === messages[0]!.seq + at);
}
