import { answerPrefix } from "../cache/answers.ts";
import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { emptySession } from "./empty-session.ts";
import { ownSession } from "./own-session.ts";
import { rateAnswer } from "./rate-answer.ts";
import { dropRecent } from "./recent-messages.ts";
import { recoverSession } from "./recover.ts";
import { cursorOf, readCursor } from "./session-cursor.ts";
import type { Session, SessionSummary } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import { withoutTurn } from "./without-turn.ts";

const LISTED = 50;
const MAX_LISTED = 200;
const PAGE = 500;

type SessionDeps = Pick<TurnDeps, "history" | "cache" | "turnLog" | "bus" | "lock" | "tracing" | "settings" | "log">;

export function sessionManager(deps: SessionDeps): Sessions {
  const { history, cache, turnLog, bus, lock, log, settings } = deps;

  /**
   * Tells of the sessions that `work` deleted. Where the cache cannot be reached, nothing is deleted yet: it could not be made up for later.
   * Afterwards again, for what a turn has kept meanwhile.
   */
  async function withoutTrace(sessionIds: readonly string[], work: () => Promise<string[]>): Promise<string[]> {
    const drop = async () => (settings.recentTtlMs === 0 ? undefined : dropRecent(cache, sessionIds));
    return withoutTurn(lock, sessionIds, async () => {
      await drop();
      const deleted = await work();
      for (const sessionId of deleted) bus.publish(sessionId, { type: "deleted" });
      await drop().catch(() => log.warn({ sessions: sessionIds }, "The cache may hold messages of deleted sessions until they expire."));
      return deleted;
    });
  }

  return {
    async create(actor) {
      const sessionId = crypto.randomUUID();
      await history.create(emptySession({ ...actor, sessionId, at: settings.now() }));
      return sessionId;
    },
    list: async ({ userId, role }, limit = LISTED) => (await history.sessionsOf(userId, role, Math.min(limit, MAX_LISTED))).map(summaryOf),
    async page({ userId, role }, { cursor, limit = LISTED } = {}) {
      if (!Number.isInteger(limit) || limit < 1)
        throw new RolecallError("invalid_input", `A page cannot have ${limit} sessions.`, { hint: "Ask for 1 or more." });
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const wanted = Math.min(limit, MAX_LISTED);
      const found = await history.sessionsOf(userId, role, wanted + 1, after);
      const sessions = found.slice(0, wanted);
      return { sessions: sessions.map(summaryOf), nextCursor: found.length > wanted ? cursorOf(sessions.at(-1)!) : null };
    },
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
    async end(actor, sessionId) {
      const { status } = await ownSession(history, actor, sessionId);
      if (status !== "ended") await history.patch(sessionId, { status: "ended" });
    },
    rate: (actor, rating) => rateAnswer(deps, actor, rating),
    async delete(actor, sessionId) {
      await ownSession(history, actor, sessionId);
      await withoutTrace([sessionId], async () => {
        await history.deleteSession(sessionId);
        return [sessionId];
      });
      await turnLog.forget(sessionId);
    },
    async forget(userId) {
      const sessions = await history.sessionsOf(userId, null, Number.MAX_SAFE_INTEGER);
      const withMessages = sessions.map(({ session_id }) => session_id);
      const ids = await withoutTrace(withMessages, () => history.deleteUser(userId));
      for (const id of ids) await turnLog.forget(id);
      await cache.dropPrefix(answerPrefix(userId));
      return ids.filter((id) => withMessages.includes(id)).length;
    },
  };
}

function summaryOf({ session_id, role, user_id, title, status, last_interaction_at }: Session): SessionSummary {
  return { session_id, role, user_id, title, status, last_interaction_at };
}
