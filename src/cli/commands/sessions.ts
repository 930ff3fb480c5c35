import { type Actor, type Engine, type Role, RolecallError } from "../../engine/index.ts";
import { confirm } from "../confirm.ts";
import { actorFor, open } from "../open.ts";
import { type CliSession, type GlobalOptions, type Handler, printDocument } from "../session.ts";
import { plainLine, plainText } from "../ui/text/plain-text.ts";

export interface SessionsOptions {
  role?: Role;
  user?: string;
}

export type SessionsAction = "list" | "show" | "export" | "delete" | "forget";
type Run = (session: CliSession, options: GlobalOptions & SessionsOptions, engine: Engine, actor: Actor, id: string) => Promise<object>;

export const sessions: Handler<SessionsOptions, [SessionsAction, string?]> = async (session, options, action, id = "") => {
  const { user, role = "job_seeker", json } = options;
  if (action === "forget" && user === undefined) throw new RolecallError("usage", "It must be said whom to forget.", { hint: "Pass --user <id>." });
  await using opened = await open(session, options, { seeds: false });
  const { engine } = opened;
  const actor = action === "forget" ? { userId: user!, role } : await actorFor(engine, options);
  const result = await ACTIONS[action](session, options, engine, actor, id);
  if (json) printDocument(session, result);
  return 0;
};

const ACTIONS: Record<SessionsAction, Run> = {
  async list({ stdout }, { json }, engine, actor) {
    const sessions = await engine.sessions.list(actor);
    if (json) return { sessions };
    for (const { session_id, last_interaction_at, title } of sessions) stdout.write(`${session_id}  ${minute(last_interaction_at)}  ${plainLine(title)}\n`);
    if (sessions.length === 0) stdout.write("No sessions yet.\n");
    return { sessions };
  },
  async show({ stdout }, { json }, engine, actor, id) {
    const detail = await engine.sessions.show(actor, id);
    if (json) return detail;
    const messages = detail.messages.map(
      ({ role, text, status }) => `${role === "user" ? "You" : "Rolecall"}${status === "complete" ? "" : ` (${status})`}: ${plainText(text).trimEnd()}\n`,
    );
    stdout.write(messages.join("\n"));
    return detail;
  },
  async export({ stdout }, { json }, engine, actor, id) {
    const detail = await engine.sessions.show(actor, id);
    if (!json) stdout.write(`${JSON.stringify({ schema_version: 1, ...detail }, null, 2)}\n`);
    return detail;
  },
  async delete(session, options, engine, actor, id) {
    await engine.sessions.show(actor, id);
    await confirm(session, options, `Delete the session ${id} for good?`);
    await engine.sessions.delete(actor, id);
    if (!options.json) session.stdout.write("Deleted.\n");
    return { deleted: id };
  },
  async forget(session, options, engine, { userId }) {
    await confirm(session, options, `Delete every session and cached answer of ${userId} for good?`);
    const sessions = await engine.sessions.forget(userId);
    if (!options.json) session.stdout.write(`Forgotten: ${sessions} ${sessions === 1 ? "session" : "sessions"}.\n`);
    return { forgotten: userId, sessions };
  },
};

function minute(timestamp: string): string {
  return timestamp.slice(0, 16).replace("T", " ");
}
