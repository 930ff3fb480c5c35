import { embed } from "../../models/offline-embeddings.ts";
import { stems } from "../../text/analyse.ts";
import type { Ask } from "../ask.ts";
import type { Subject } from "../subject.ts";

const SAME_TRADE = 0.7;
const EACH_BELONGING = 0.35;

/** Words of rank, which the seniority part judges, and words every ad has. */
const IGNORED = new Set([
  "junior",
  "senior",
  "sr",
  "jr",
  "lead",
  "princip",
  "staff",
  "head",
  "chief",
  "mid",
  "graduat",
  "entri",
  "level",
  "job",
  "role",
  "posit",
  "work",
  "candid",
  "m",
  "f",
  "d",
]);

/**
 * The best of equality, token overlap and the cosine of the titles' lexical vectors, over all pairs of titles. Overlap is the mean
 * of Dice and of the share of the shorter title that the longer one holds: ads put half their text into the title.
 */
export function titlePart(ask: Ask, subject: Subject): number | null {
  const sought = ask.titles.map(core).filter(({ words }) => words.length > 0);
  const found = subject.titles.map(core).filter(({ words }) => words.length > 0);
  if (sought.length === 0 || found.length === 0) return null;
  let best = tradeLikeness(ask, subject);
  for (const a of sought) for (const b of found) best = Math.max(best, likeness(a, b));
  return Math.min(1, best);
}

/** A record that lists the field of work the message names, or skills that belong to it, is near it whatever its title says. */
function tradeLikeness({ trades }: Ask, { skills }: Subject): number {
  const listed = new Set(skills.filter(({ weight }) => weight > 0).map(({ key }) => key));
  if (trades.some(({ field }) => listed.has(field))) return SAME_TRADE;
  const belonging = Math.max(0, ...trades.map((trade) => trade.belonging.filter((key) => listed.has(key)).length));
  return Math.min(SAME_TRADE, belonging * EACH_BELONGING);
}

interface Title {
  words: string[];
  vector: Float32Array;
}

function core(title: string): Title {
  const words = [...new Set(stems(title).filter((word) => !IGNORED.has(word)))];
  return { words, vector: embed(words.join(" ")) };
}

function likeness(a: Title, b: Title): number {
  const shared = a.words.filter((word) => b.words.includes(word)).length;
  const dice = (2 * shared) / (a.words.length + b.words.length);
  if (dice === 1) return 1;
  const overlap = (dice + shared / Math.min(a.words.length, b.words.length)) / 2;
  return Math.max(
    overlap,
    a.vector.reduce((sum, value, index) => sum + value * b.vector[index]!, 0),
  );
}
