import type { Ports } from "./deps.ts";
import { RolecallError, asRolecallError } from "./errors.ts";
import { type Finding, type Fixing, type Maintenance, fail, ok, warn } from "./maintenance.ts";
import { modelFailure } from "./models/failure.ts";

export interface Check extends Finding {
  id: string;
  ms: number;
}

export interface FixOptions extends Omit<Fixing, "onProgress"> {
  onProgress?: (check: string, text: string) => void;
  /** Called with what was done about a check. */
  onFixed?: (check: string, text: string) => void;
}

/** One that takes longer has failed; the others are not kept waiting. */
const LONGEST_CHECK_MS = 30_000;

const LEFT_VECTORS =
  'Where the portal writes documents of its own, run "rolecall doctor --fix". What then remains is of documents that are gone: remove those vectors from the index.';

function checksOf({ history, catalog, vectors, cache, embedder, chatModel, maintenance }: Ports): Maintenance[] {
  return [
    {
      id: "node",
      async inspect() {
        const { node } = process.versions;
        return Number(node.split(".")[0]) >= 24 ? ok(`Node ${node}`) : fail(`Node ${node} is too old.`, "Use Node 24 or newer.");
      },
    },
    ...maintenance,
    {
      id: "history",
      async inspect() {
        await history.sessionsOf("doctor", null, 1);
        return ok("The chat history answers.");
      },
    },
    {
      id: "catalogue",
      async inspect() {
        const [jobs, resumes, employers] = [await catalog.count("jobs"), await catalog.count("resumes"), await catalog.count("employers")];
        return jobs + resumes === 0 ? warn("The catalogue is empty.", 'Run "rolecall seed".') : ok(`${jobs} jobs, ${resumes} resumes, ${employers} employers`);
      },
    },
    {
      id: "vectors",
      async inspect() {
        const counts = [];
        for (const name of ["jobs", "resumes"] as const) counts.push({ name, records: await catalog.count(name), stored: await vectors.count(name) });
        const lacking = counts.find(({ records, stored }) => stored < records);
        if (lacking !== undefined)
          return warn(`${lacking.records - lacking.stored} ${lacking.name} have no vector.`, 'Run "rolecall seed" with the same data again.');
        const left = counts.find(({ records, stored }) => stored > records);
        if (left !== undefined)
          return warn(
            `More vectors than ${left.name}: ${left.stored - left.records} too many. They are of documents that are gone or not yet indexed.`,
            LEFT_VECTORS,
          );
        return ok("Every record has its vector.");
      },
    },
    {
      id: "cache",
      async inspect() {
        await cache.set("chat:doctor", "1", 1_000);
        return (await cache.get("chat:doctor")) === "1"
          ? ok("The cache keeps what it is given.")
          : warn("The cache forgets at once.", "Check its memory limit.");
      },
    },
    {
      id: "embeddings",
      async inspect() {
        const [vector] = await embedder.embedDocuments(["nurse"]);
        return ok(`${embedder.model}, ${vector!.length} dimensions`);
      },
    },
    { id: "chat-model", inspect: () => inspectModel(chatModel) },
  ];
}

async function inspectModel({ model, name, offline }: Ports["chatModel"]): Promise<Finding> {
  if (offline) return { ...ok("The offline model: plain answers made from the matches."), fix: "Set OPENAI_API_KEY for a language model." };
  let answered = false;
  try {
    for await (const _ of await model.stream("Answer with the word ready.")) answered = true;
  } catch (error) {
    throw modelFailure(error, { model: name });
  }
  return answered ? ok(`${name} answers.`) : fail(`${name} gave no answer.`, "Check the model's name and the endpoint.");
}

/** Looks at everything, or at what `only` names: all at once, but what keeps the process busy comes when the rest was answered. @throws {RolecallError} `usage` when it names no check. */
export async function runChecks(ports: Ports, only?: string): Promise<Check[]> {
  const checks = chosen(ports, only);
  const examine = (of: readonly Maintenance[]) => Promise.all(of.map((check) => examined(check)));
  const quick = await examine(checks.filter(({ thorough }) => !thorough));
  const found = new Map([...quick, ...(await examine(checks.filter(({ thorough }) => thorough)))].map((check) => [check.id, check]));
  return checks.map(({ id }) => found.get(id)!);
}

/**
 * Puts right what can be, one thing after the other, and looks again. What could not be put right is a failed check, and the rest is still tried.
 * @throws {RolecallError} `usage` when `only` names no check; the signal's reason when it is aborted.
 */
export async function runFixes(ports: Ports, only: string | undefined, { onProgress, onFixed, maxCostUsd, signal }: FixOptions): Promise<Check[]> {
  const found = new Map((await runChecks(ports, only)).map((check) => [check.id, check]));
  const failures = new Map<string, Check>();
  let tried = 0;
  for (const { id, fix } of chosen(ports, only)) {
    if (fix === undefined || found.get(id)!.status === "ok") continue;
    signal?.throwIfAborted();
    tried += 1;
    const startedAt = performance.now();
    try {
      const done = await fix({ maxCostUsd, signal, onProgress: (text) => onProgress?.(id, text) });
      onFixed?.(id, done);
    } catch (error) {
      signal?.throwIfAborted();
      failures.set(id, { id, ...findingOf(error), ms: since(startedAt) });
    }
  }
  if (tried === 0) return [...found.values()];
  return (await runChecks(ports, only)).map((check) => (check.status === "ok" ? check : (failures.get(check.id) ?? check)));
}

function chosen(ports: Ports, only: string | undefined): Maintenance[] {
  const checks = checksOf(ports);
  if (only === undefined) return checks;
  const named = checks.filter(({ id }) => id === only);
  if (named.length > 0) return named;
  throw new RolecallError("usage", `There is no check "${only}".`, { hint: `Choose one of ${checks.map(({ id }) => id).join(", ")}.` });
}

async function examined({ id, inspect, thorough }: Maintenance): Promise<Check> {
  const startedAt = performance.now();
  if (thorough) return { id, ...(await inspect().catch(findingOf)), ms: since(startedAt) };
  const late = Promise.withResolvers<Finding>();
  const timer = setTimeout(
    () => late.resolve(fail(`It did not answer within ${LONGEST_CHECK_MS / 1000} s.`, "Look whether it is overloaded, then try again.")),
    LONGEST_CHECK_MS,
  );
  try {
    return { id, ...(await Promise.race([inspect(), late.promise]).catch(findingOf)), ms: since(startedAt) };
  } finally {
    clearTimeout(timer);
  }
}

function findingOf(error: unknown): Finding {
  const { message, hint } = asRolecallError(error);
  return { status: "fail", detail: message, fix: hint ?? null };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
