import type { Ports } from "./deps.ts";
import { RolecallError, asRolecallError } from "./errors.ts";
import { modelFailure } from "./models/failure.ts";

export interface Check {
  id: string;
  status: "ok" | "warn" | "fail";
  detail: string;
  /** What to do about it; null when there is nothing to do. */
  fix: string | null;
  ms: number;
}

type Finding = Omit<Check, "id" | "ms">;
const ok = (detail: string): Finding => ({ status: "ok", detail, fix: null });

const CHECKS: Record<string, (ports: Ports) => Promise<Finding>> = {
  node: async () => {
    const { node } = process.versions;
    return Number(node.split(".")[0]) >= 24 ? ok(`Node ${node}`) : { status: "fail", detail: `Node ${node} is too old.`, fix: "Use Node 24 or newer." };
  },
  history: async ({ history }) => {
    await history.sessionsOf("doctor", null, 1);
    return ok("The chat history answers.");
  },
  catalogue: async ({ catalog }) => {
    const [jobs, resumes, employers] = [await catalog.count("jobs"), await catalog.count("resumes"), await catalog.count("employers")];
    const detail = `${jobs} jobs, ${resumes} resumes, ${employers} employers`;
    return jobs + resumes === 0 ? { status: "warn", detail: "The catalogue is empty.", fix: 'Run "rolecall seed".' } : ok(detail);
  },
  vectors: async ({ catalog, vectors }) => {
    for (const collection of ["jobs", "resumes"] as const) {
      const [records, stored] = [await catalog.count(collection), await vectors.count(collection)];
      if (stored < records)
        return { status: "warn", detail: `${records - stored} ${collection} have no vector.`, fix: 'Run "rolecall seed" with the same data again.' };
    }
    return ok("Every record has its vector.");
  },
  cache: async ({ cache }) => {
    await cache.set("chat:doctor", "1", 1_000);
    return (await cache.get("chat:doctor")) === "1"
      ? ok("The cache keeps what it is given.")
      : { status: "warn", detail: "The cache forgets at once.", fix: "Check its memory limit." };
  },
  embeddings: async ({ embedder }) => {
    const [vector] = await embedder.embedDocuments(["nurse"]);
    return ok(`${embedder.model}, ${vector!.length} dimensions`);
  },
  "chat-model": async ({ chatModel }) => {
    if (chatModel.offline)
      return { status: "ok", detail: "The offline model: plain answers made from the matches.", fix: "Set OPENAI_API_KEY for a language model." };
    let answered = false;
    try {
      for await (const _ of await chatModel.model.stream("Answer with the word ready.")) answered = true;
    } catch (error) {
      throw modelFailure(error, { model: chatModel.name });
    }
    return answered
      ? ok(`${chatModel.name} answers.`)
      : { status: "fail", detail: `${chatModel.name} gave no answer.`, fix: "Check the model's name and the endpoint." };
  },
};

/** @throws {RolecallError} `usage` when `only` names no check. */
export async function runChecks(ports: Ports, only?: string): Promise<Check[]> {
  if (only !== undefined && !Object.hasOwn(CHECKS, only))
    throw new RolecallError("usage", `There is no check "${only}".`, { hint: `Choose one of ${Object.keys(CHECKS).join(", ")}.` });
  const checks: Check[] = [];
  for (const [id, check] of Object.entries(CHECKS)) {
    if (only !== undefined && id !== only) continue;
    const startedAt = performance.now();
    const finding = await check(ports).catch((error: unknown): Finding => {
      const { message, hint } = asRolecallError(error);
      return { status: "fail", detail: message, fix: hint ?? null };
    });
    checks.push({ id, ...finding, ms: Math.round(performance.now() - startedAt) });
  }
  return checks;
}
