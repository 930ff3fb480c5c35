import { answerPrefix } from "../cache/answers.ts";
import type { TurnDeps } from "../deps.ts";
import type { Actor, Engine } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import { recoverSession } from "./recover.ts";
import type { Session, SessionSummary } from "./session.ts";

const MAX_LISTED = 200;
const PAGE = 500;

/** What users may do with their sessions. Another user's session is as unknown as one that never was. */
export function sessionManager(deps: TurnDeps): Engine["sessions"] {
  const { history, cache, turnLog } = deps;

  async function owned({ userId, role }: Actor, sessionId: string): Promise<Session> {
    const session = await history.session(sessionId);
    if (session === null || session.user_id !== userId || session.role !== role) {
      throw new RolecallError("not_found", `There is no session ${sessionId} of this user.`, { hint: 'See "rolecall sessions list".' });
    }
    return session;
  }

  return {
    list: async ({ userId, role }, limit = 50) => (await history.sessionsOf(userId, role, Math.min(limit, MAX_LISTED))).map(summaryOf),
    async show(actor, sessionId) {
      const session = await owned(actor, sessionId);
      await recoverSession(deps, session);
      const messages = [];
      for (let before: number | undefined; ; ) {
        const page = await history.messages(sessionId, { before, limit: PAGE });
        messages.unshift(...page);
        if (page.length < PAGE) break;
        before = page[0]!.seq;
      }
      return { session, messages };
    },
    async delete(actor, sessionId) {
      await owned(actor, sessionId);
      await history.deleteSession(sessionId);
      await turnLog.forget(sessionId);
    },
    async forget(userId) {
      const ids = await history.deleteUser(userId);
      for (const id of ids) await turnLog.forget(id);
      await cache.dropPrefix(answerPrefix(userId));
      return ids.length;
    },
  };
}

function summaryOf({ session_id, role, user_id, title, status, last_interaction_at }: Session): SessionSummary {
  return { session_id, role, user_id, title, status, last_interaction_at };
}
