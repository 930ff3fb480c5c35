import type { Job } from "../catalog/records.ts";
import { stems } from "../text/analyse.ts";

const REFERENCE = /\b(?:my|our|this|the)\s+(?:\S+\s+){0,6}?(?:job|opening|position|role|vacancy|post|posting)s?\b/i;
const LEAST_OVERLAP = 0.5;

/**
 * The employer's own open job that a message speaks of: the one whose title it names ("for our ICU nurse opening"),
 * or the newest when it names none. Null when the message asks for something of its own.
 */
export function chosenOpening(jobs: readonly Job[], text: string): Job | null {
  const open = jobs.filter((job) => job.status === "open");
  const said = new Set(stems(text));
  const named = open
    .map((job) => {
      const words = [...new Set(stems(job.title))];
      return { job, overlap: words.length === 0 ? 0 : words.filter((word) => said.has(word)).length / words.length };
    })
    .filter(({ overlap }) => overlap >= LEAST_OVERLAP)
    .toSorted((a, b) => b.overlap - a.overlap)[0];
  if (REFERENCE.test(text)) return named?.job ?? open[0] ?? null;
  return said.size <= 1 ? (open[0] ?? null) : null;
}
