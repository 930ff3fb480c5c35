import { createInterface } from "node:readline/promises";
import { type Actor, type Engine, type Role, RolecallError } from "../../engine/index.ts";
import { actorFor, open } from "../open.ts";
import type { CliSession, GlobalOptions, Handler } from "../session.ts";
import { plainLine, plainText } from "../ui/text/plain-text.ts";

export interface SessionsOptions {
  role?: Role;
  user?: string;
}

type Action = "list" | "show" | "export" | "delete" | "forget";
type Run = (session: CliSession, options: GlobalOptions & SessionsOptions, engine: Engine, actor: Actor, id: string) => Promise<unknown>;

export const sessionsCommand: Handler<SessionsOptions, [Action, string | undefined]> = async (session, options, action, id) => {
  if (action === "forget" && options.user === undefined) throw new RolecallError("usage", "It must be said whom to forget.", { hint: "Pass --user <id>." });
  await using opened = await open(session, options, { seeds: false });
  const { engine } = opened;
  const actor = action === "forget" ? { userId: options.user!, role: options.role ?? ("job_seeker" as const) } : await actorFor(engine, options);
  const result = await ACTIONS[action](session, options, engine, actor, id ?? "");
  if (options.json || action === "export") session.stdout.write(`${JSON.stringify({ schema_version: 1, ...(result as object) }, null, options.json ? 0 : 2)}\n`);
  return 0;
};

const ACTIONS: Record<Action, Run> = {
  async list({ stdout }, { json }, engine, actor) {
    const sessions = await engine.sessions.list(actor);
    if (!json) {
      for (const { session_id, last_interaction_at, title } of sessions) stdout.write(`${session_id}  ${last_interaction_at.slice(0, 16).replace("T", " ")}  ${plainLine(title)}\n`);
      if (sessions.length === 0) stdout.write("No sessions yet.\n");
    }
    return { sessions };
  },
  async show({ stdout }, { json }, engine, actor, id) {
    const detail = await engine.sessions.show(actor, id);
    if (!json) {
      for (const { role, text, status } of detail.messages) {
        stdout.write(`${role === "user" ? "You" : "Rolecall"}${status === "complete" ? "" : ` (${status})`}: ${plainText(text)}\n\n`);
      }
    }
    return detail;
  },
  export: async (_session, _options, engine, actor, id) => engine.sessions.show(actor, id),
  async delete(session, options, engine, actor, id) {
    await confirm(session, options, `Delete the session ${id} for good?`);
    await engine.sessions.delete(actor, id);
    if (!options.json) session.stdout.write("Deleted.\n");
    return { deleted: id };
  },
  async forget(session, options, engine, { userId }) {
    await confirm(session, options, `Delete every session and cached answer of ${userId} for good?`);
    const sessions = await engine.sessions.forget(userId);
    if (!options.json) session.stdout.write(`Forgotten: ${sessions} sessions.\n`);
    return { forgotten: userId, sessions };
  },
};

async function confirm({ stdin, stderr }: CliSession, { yes, input }: GlobalOptions, question: string): Promise<void> {
  if (yes) return;
  if (input === false || !stdin.isTTY) throw new RolecallError("usage", "This cannot be undone, so it must be confirmed.", { hint: "Pass -y." });
  const readline = createInterface({ input: stdin, output: stderr });
  const answer = await readline.question(`${question} [y/N] `);
  readline.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new RolecallError("interrupted", "Nothing was deleted.");
}
