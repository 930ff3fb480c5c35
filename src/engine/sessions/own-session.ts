import type { Actor } from "../engine.ts";
import { RolecallError } from "../errors.ts";
import type { ChatHistory } from "./chat-history.ts";
import type { Session } from "./session.ts";

/**
 * The session, where it is the user's own in this role. Another's is as unknown as one that never was.
 * @throws {RolecallError} `not_found`
 */
export async function ownSession(history: ChatHistory, { userId, role }: Actor, sessionId: string): Promise<Session> {
  const session = await history.session(sessionId);
  if (session === null || session.user_id !== userId || session.role !== role) throw unknownSession(sessionId);
  return session;
}

export function unknownSession(sessionId: string): RolecallError {
  return new RolecallError("not_found", `There is no session ${sessionId} of this user.`, { hint: 'See "rolecall sessions list".' });
}
