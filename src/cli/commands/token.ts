import { readDemo } from "../../../fixtures/demo.ts";
import type { Role } from "../../engine/index.ts";
import { signDevelopmentToken } from "../../server/index.ts";
import { FIXTURES } from "../fixtures-folder.ts";
import { type Handler, printDocument } from "../session.ts";
import { settingsFor } from "../settings.ts";

export interface TokenOptions {
  role?: Role;
  user?: string;
  ttl: number;
}

/** A token that the server accepts, for development. */
export const token: Handler<TokenOptions> = async (session, { role = "job_seeker", user, ttl, ...options }) => {
  const userId = user ?? readDemo(FIXTURES)[role].user_id;
  const signed = await signDevelopmentToken({ userId, role }, ttl, settingsFor(session, options));
  if (options.json) printDocument(session, { token: signed.token, expires_at: signed.expiresAt.toISOString() });
  else session.stdout.write(`${signed.token}\n`);
  return 0;
};
