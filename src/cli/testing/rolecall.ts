import type { Handlers } from "../handlers.ts";
import { buildProgram } from "../program.ts";
import { type FakeSession, type Surroundings, fakeSession } from "./fake-session.ts";

export interface Outcome {
  code: number;
  out: string;
  err: string;
  /** stdout, which has to be one JSON document and nothing else. */
  document: () => Record<string, unknown> & { error?: { code: string; message: string; hint: string | null } };
}

interface Running extends Surroundings {
  handlers?: Handlers;
  /** Is given the session while the command runs. */
  meanwhile?: (session: FakeSession) => void;
}

/** Runs the command line inside this process. */
export async function rolecall(args: readonly string[], { handlers, meanwhile, ...surroundings }: Running = {}): Promise<Outcome> {
  const session = fakeSession(surroundings);
  const running = buildProgram({ version: "1.2.3", session, handlers }).execute(args);
  meanwhile?.(session);
  const code = await running;
  const out = session.out();
  return { code, out, err: session.err(), document: () => JSON.parse(out.endsWith("\n") && !out.slice(0, -1).includes("\n") ? out : `not one line: ${out}`) };
}
