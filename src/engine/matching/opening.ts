import type { Job } from "../catalog/records.ts";
import { terms } from "../text/analyse.ts";

const REFERENCE = /\b(?:my|our|this|the)\s+(?:\S+\s+){0,6}?(?:job|opening|position|role|vacancy|post|posting)s?\b/i;
/** A message of no more words than this asks for nothing of its own. */
const BARE_WORDS = 1;

/**
 * The employer's own open job that a message speaks of: the one that shares most words with it ("for our ICU nurse opening"),
 * the newest where none shares any. Null when the message asks for something of its own.
 */
export function chosenOpening(jobs: readonly Job[], text: string): Job | null {
  const open = jobs.filter((job) => job.status === "open");
  const said = new Set(terms(text));
  if (!REFERENCE.test(text)) return said.size <= BARE_WORDS ? (open[0] ?? null) : null;
  const likened = open.map((job) => {
    const title = new Set(terms(job.title));
    const skills = new Set(job.skills.flatMap(({ name }) => terms(name)));
    const shared = [...said].filter((term) => title.has(term)).length + [...said].filter((term) => skills.has(term) && !title.has(term)).length / 2;
    return { job, shared, share: shared / Math.max(1, title.size) };
  });
  return likened.toSorted((a, b) => b.shared - a.shared || b.share - a.share)[0]?.job ?? null;
}
