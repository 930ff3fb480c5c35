import { Embeddings } from "@langchain/core/embeddings";
import { skillTerm, words } from "../text/analyse.ts";
import { stemOf } from "../text/stem.ts";
import { isStopWord } from "../text/stop-words.ts";
import { findSkills } from "../vocabulary/skills.ts";

export const OFFLINE_EMBEDDING_MODEL = "offline-embedding-2";
export const OFFLINE_DIMENSIONS = 512;

/** How much a feature of each kind counts beside a word. */
const KIND_WEIGHTS = { word: 1, pair: 0.5, skill: 1.2, gram: 0.5 } as const;
/** The first line is the heading, the second the skills: a word there says more than one in the prose. */
const LINE_WEIGHTS = [12, 2, 1];
const GRAM_LENGTHS = [3, 4, 5];

/** Weight of each stem or skill term, e.g. its IDF in a collection; a missing one counts 1. */
export type TermWeights = ReadonlyMap<string, number>;

/**
 * Lexical features hashed into a fixed space: stems, pairs of stems, character n-grams and skills (aliases unified).
 * Deterministic, and a document's vector depends on its text alone; what a corpus teaches may weigh the query's features.
 */
export class OfflineEmbeddings extends Embeddings {
  constructor() {
    super({});
  }

  async embedDocuments(texts: string[]): Promise<number[][]> {
    return texts.map((text) => Array.from(embed(text)));
  }

  async embedQuery(text: string): Promise<number[]> {
    return Array.from(embed(text));
  }
}

/** Features by their hash, with what they weigh together. */
type Features = Map<number, number>;

/** The unit vector of a text. */
export function embed(text: string, weights?: TermWeights): Float32Array {
  const features: Features = new Map();
  const lines = text.split("\n");
  for (const [position, line] of lines.entries()) {
    const emphasis = lines.length === 1 ? 1 : (LINE_WEIGHTS[position] ?? LINE_WEIGHTS.at(-1)!);
    addWords(features, line, emphasis, weights);
    for (const { skill } of findSkills(line)) {
      const term = skillTerm(skill);
      add(features, fnv1a(term), emphasis * KIND_WEIGHTS.skill * (weights?.get(term) ?? 1));
    }
  }
  return toVector(features);
}

function add(features: Features, hash: number, weight: number): void {
  features.set(hash, (features.get(hash) ?? 0) + weight);
}

function addWords(features: Features, line: string, emphasis: number, weights: TermWeights | undefined): void {
  let previous: number | undefined;
  for (const word of words(line)) {
    if (isStopWord(word)) {
      previous = undefined;
      continue;
    }
    const { stem, hash, grams } = hashesOf(word);
    const weight = emphasis * (weights?.get(stem) ?? 1);
    add(features, hash, weight * KIND_WEIGHTS.word);
    if (previous !== undefined) add(features, mixed(Math.imul(previous, 0x01000193) ^ hash), weight * KIND_WEIGHTS.pair);
    previous = hash;
    for (const gram of grams) add(features, gram, weight * KIND_WEIGHTS.gram);
  }
}

interface WordHashes {
  stem: string;
  hash: number;
  grams: number[];
}

const REMEMBERED_WORDS = 50_000;
const remembered = new Map<string, WordHashes>();

function hashesOf(word: string): WordHashes {
  let known = remembered.get(word);
  if (known === undefined) {
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    const stem = stemOf(word);
    known = { stem, hash: fnv1a(stem), grams: [...grams(stem)].map(fnv1a) };
    remembered.set(word, known);
  }
  return known;
}

function* grams(stem: string): Generator<string> {
  const padded = `<${stem}>`;
  for (const length of GRAM_LENGTHS) {
    for (let start = 0; start + length <= padded.length; start += 1) yield `~${padded.slice(start, start + length)}`;
  }
}

/** Signed feature hashing (Weinberger et al., 2009), weights damped by the square root, then L2-normalised. */
function toVector(features: Features): Float32Array {
  const vector = new Float32Array(OFFLINE_DIMENSIONS);
  for (const [hash, weight] of features) {
    const index = (hash >>> 1) % OFFLINE_DIMENSIONS;
    vector[index] = vector[index]! + (hash & 1 ? 1 : -1) * Math.sqrt(weight);
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mixed(hash);
}

/** Spreads a hash over all its bits, so that the low ones are worth using. */
function mixed(hash: number): number {
  let spread = hash ^ (hash >>> 15);
  spread = Math.imul(spread, 0x2c1b3c6d);
  spread ^= spread >>> 12;
  return spread >>> 0;
}
