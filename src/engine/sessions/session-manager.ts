import { answerPrefix } from "../cache/answers.ts";
import type { TurnDeps } from "../deps.ts";
import type { Engine } from "../engine.ts";
import { ownSession } from "./own-session.ts";
import { dropRecent } from "./recent-messages.ts";
import { recoverSession } from "./recover.ts";
import type { Session, SessionSummary } from "./session.ts";
import { withoutTurn } from "./without-turn.ts";

const MAX_LISTED = 200;
const PAGE = 500;

/** What users may do with their sessions. */
export function sessionManager(deps: TurnDeps): Engine["sessions"] {
  const { history, cache, turnLog, lock, log, settings } = deps;

  /** Where the cache cannot be reached, nothing is deleted yet: it could not be made up for later. Afterwards again, for what a turn has kept meanwhile. */
  async function withoutTrace<T>(sessionIds: readonly string[], work: () => Promise<T>): Promise<T> {
    const drop = async () => (settings.recentTtlMs === 0 ? undefined : dropRecent(cache, sessionIds));
    return withoutTurn(lock, sessionIds, async () => {
      await drop();
      const result = await work();
      await drop().catch(() => log.warn({ sessions: sessionIds }, "The cache may hold messages of deleted sessions until they expire."));
      return result;
    });
  }

  return {
    list: async ({ userId, role }, limit = 50) => (await history.sessionsOf(userId, role, Math.min(limit, MAX_LISTED))).map(summaryOf),
    async show(actor, sessionId) {
      const session = await ownSession(history, actor, sessionId);
      const recovered = await recoverSession(deps, session);
      const messages = [];
      for (let before: number | undefined; ;) {
        const page = await history.messages(sessionId, { before, limit: PAGE });
        messages.unshift(...page);
        if (page.length < PAGE) break;
        before = page[0]!.seq;
      }
      return { session: recovered === null ? session : await ownSession(history, actor, sessionId), messages };
    },
    async delete(actor, sessionId) {
      await ownSession(history, actor, sessionId);
      await withoutTrace([sessionId], () => history.deleteSession(sessionId));
      await turnLog.forget(sessionId);
    },
    async forget(userId) {
      const sessions = await history.sessionsOf(userId, null, Number.MAX_SAFE_INTEGER);
      const ids = await withoutTrace(
        sessions.map(({ session_id }) => session_id),
        () => history.deleteUser(userId),
      );
      for (const id of ids) await turnLog.forget(id);
      await cache.dropPrefix(answerPrefix(userId));
      return ids.length;
    },
  };
}

function summaryOf({ session_id, role, user_id, title, status, last_interaction_at }: Session): SessionSummary {
  return { session_id, role, user_id, title, status, last_interaction_at };
}
