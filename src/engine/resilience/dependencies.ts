import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import { type Dependency, type DependencyName, POLICIES, type Part, type Policy } from "./dependency.ts";
import { type Guard, createGuard } from "./guard.ts";

/** An answer this recent needs no further proof. */
const FRESH_MS = 5_000;
/** Readiness is asked often, by something that does not wait. */
const PING_MS = 1_000;

export interface Readiness {
  /** Turns can be taken: the catalogue and the history can be used. */
  ready: boolean;
  /** What users do without meanwhile. */
  degraded: Part[];
  dependencies: Dependency[];
}

interface Added extends Partial<Pick<Policy, "timeoutMs" | "failures" | "restMs">> {
  /** The cheapest question that only a working dependency answers. Without one, its calls alone tell. */
  ping?: () => Promise<unknown>;
}

/** What an engine depends on beyond its own process, and how it is. */
export interface Dependencies {
  /** The guard that every call to this dependency has to pass; the same one where it was added before. */
  add(name: DependencyName, options?: Added): Guard;
  /** Asks only those that have not answered for a moment, all at once, and each for a second at most. */
  readiness(): Promise<Readiness>;
}

export function createDependencies(log: Log): Dependencies {
  const checks: { guard: Guard; prove: () => Promise<unknown> }[] = [];
  return {
    add(name, { ping, ...policy } = {}) {
      const known = checks.find(({ guard }) => guard.name === name);
      if (known !== undefined) return known.guard;
      const { code, label } = POLICIES[name];
      const guard = createGuard(name, { ...POLICIES[name], ...policy }, log);
      // Whatever makes a question this simple fail makes the dependency of no use.
      const answer = () =>
        ping!().catch((cause: unknown) => {
          throw new RolecallError(code, `${label} does not answer as it should.`, { cause });
        });
      checks.push({ guard, prove: ping === undefined ? async () => {} : joined(() => guard.run(answer, PING_MS)) });
      return guard;
    },
    async readiness() {
      const dependencies = await Promise.all(
        checks.map(async ({ guard, prove }) => {
          // How it went is in the guard.
          if (!isFresh(guard)) await prove().catch(() => {});
          return guard.health();
        }),
      );
      const degraded = [...new Set(dependencies.filter(({ state }) => state !== "up").flatMap(({ serves }) => serves))];
      return { ready: !degraded.includes("catalogue") && !degraded.includes("history"), degraded, dependencies };
    },
  };
}

function isFresh({ answeredAt }: Guard): boolean {
  return answeredAt !== null && Date.now() - answeredAt < FRESH_MS;
}

/** Calls while one is under way share its outcome. */
function joined(work: () => Promise<unknown>): () => Promise<unknown> {
  let running: Promise<unknown> | null = null;
  return () => (running ??= work().finally(() => (running = null)));
}
