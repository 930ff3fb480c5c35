import type { Job } from "../catalog/records.ts";
import type { Intent } from "../intent/intent.ts";
import { terms } from "../text/analyse.ts";

const REFERENCE = /\b(?:my|our|this|the)\s+(?:\S+\s+){0,6}?(?:job|opening|position|role|vacancy|post|posting)s?\b/i;

interface Asked {
  text: string;
  /** Absent while the message is not understood yet. */
  intent?: Intent;
  /** Id of the opening that the running search is for. */
  running?: string;
}

/**
 * The employer's own open job that candidates are sought for: the one a message speaks of ("for our ICU nurse opening"), else the one
 * the running search is for. A new search that says nothing of its own is for the newest; any other is for none.
 */
export function chosenOpening(jobs: readonly Job[], { text, intent, running }: Asked): Job | null {
  const open = jobs.filter((job) => job.status === "open");
  const kept = open.find(({ _id }) => _id === running) ?? null;
  if (REFERENCE.test(text)) return likest(text, open) ?? kept ?? open[0] ?? null;
  if (intent?.kind !== "search" || intent.mode === "refine") return kept;
  const saysNothing = intent.query.trim() === "" && Object.keys(intent.filters).length === 0;
  return saysNothing ? (open[0] ?? null) : null;
}

/** The job that shares most words with a text, the title's before the skills'; undefined where none shares any. */
function likest(text: string, open: readonly Job[]): Job | undefined {
  const said = [...new Set(terms(text))];
  const likened = open.map((job) => {
    const title = new Set(terms(job.title));
    const skills = new Set(job.skills.flatMap(({ name }) => terms(name)));
    const shared = said.filter((term) => title.has(term)).length + said.filter((term) => skills.has(term) && !title.has(term)).length / 2;
    return { job, shared, share: shared / Math.max(1, title.size) };
  });
  return likened.filter(({ shared }) => shared > 0).toSorted((a, b) => b.shared - a.shared || b.share - a.share)[0]?.job;
}
