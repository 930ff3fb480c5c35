import { type Actor, type Engine, type Role, RolecallError, openEngine } from "../engine/index.ts";
import { readDemo } from "../../fixtures/demo.ts";
import { ensureSeeded } from "./first-run.ts";
import { FIXTURES } from "./fixtures-folder.ts";
import type { CliSession, GlobalOptions } from "./session.ts";
import { settingsFor } from "./settings.ts";

export interface Opened extends AsyncDisposable {
  engine: Engine;
  /** What happened while opening that the user should know. */
  notice: string | null;
}

export interface Opening {
  /** Whether an empty embedded store seeds itself. */
  seeds: boolean;
  /** Stops the seeding. */
  signal?: AbortSignal;
  /** The caller passes the notice on; otherwise it goes to stderr. */
  tellsNotice?: boolean;
}

/** Opens the engine of a command. */
export async function open(session: CliSession, options: GlobalOptions & { model?: string }, { seeds, signal, tellsNotice = false }: Opening): Promise<Opened> {
  const engine = await openEngine(settingsFor(session, options));
  try {
    const notice = seeds ? await ensureSeeded(engine, session, options, signal) : null;
    if (notice !== null && !tellsNotice && !options.quiet) session.stderr.write(`${notice}\n`);
    return { engine, notice, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Who asks: as said, else the demo user of the role where the embedded store holds the fixtures.
 * @throws {RolecallError} `usage` when no user can be assumed, or the user has the other role.
 */
export async function actorFor(engine: Engine, { role = "job_seeker", user }: { role?: Role; user?: string }): Promise<Actor> {
  const userId = user ?? (await demoUser(engine, role));
  const roles = await engine.rolesOf(userId);
  if (roles.length > 0 && !roles.includes(role)) {
    throw new RolecallError("usage", `The user ${userId} is not ${role === "employer" ? "an employer" : "a job seeker"}.`, {
      hint: `Pass --role ${roles[0]}, or another --user.`,
    });
  }
  return { userId, role };
}

async function demoUser(engine: Engine, role: Role): Promise<string> {
  const { user_id } = readDemo(FIXTURES)[role];
  if (engine.description.store !== "embedded" || !(await engine.rolesOf(user_id)).includes(role)) {
    throw new RolecallError("usage", "This store has no demo user, so it must be said who asks.", {
      hint: "Pass --user <id>: the user_id of a resume, or of an employer with --role employer.",
    });
  }
  return user_id;
}
