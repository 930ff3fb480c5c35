import { embed } from "../../models/offline-embeddings.ts";
import { stems, words as spoken } from "../../text/analyse.ts";
import { stemOf } from "../../text/stem.ts";
import type { Ask } from "../ask.ts";
import type { Subject } from "../subject.ts";

const STEM_ONLY = 0.5;
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
  /** Stems. */
  words: string[];
  /** The words themselves, without a plural s: "accountant" and "account manager" share a stem and no word. */
  written: Set<string>;
  vector: Float32Array;
}

function core(title: string): Title {
  const words = [...new Set(stems(title).filter((word) => !IGNORED.has(word)))];
  return { words, written: new Set(spoken(title).map(singular)), vector: embed(words.join(" ")) };
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** How many stems two titles share; one of which no written word is shared counts half. */
function sharedWords(a: Title, b: Title): number {
  const both = new Set([...a.written].filter((word) => b.written.has(word)).map((word) => stemOf(word)));
  return a.words.filter((word) => b.words.includes(word)).reduce((sum, word) => sum + (both.has(word) ? 1 : STEM_ONLY), 0);
}

function likeness(a: Title, b: Title): number {
  const shared = sharedWords(a, b);
  const dice = (2 * shared) / (a.words.length + b.words.length);
  if (dice === 1) return 1;
  const overlap = (dice + shared / Math.min(a.words.length, b.words.length)) / 2;
  const cosine = a.vector.reduce((sum, value, index) => sum + value * b.vector[index]!, 0);
  return Math.max(overlap, shared === Math.floor(shared) ? cosine : cosine * STEM_ONLY);
}
