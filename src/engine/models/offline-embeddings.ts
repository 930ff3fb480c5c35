import { Embeddings } from "@langchain/core/embeddings";
import { stemmer } from "stemmer";
import { skillTerm, words } from "../text/analyse.ts";
import { isStopWord } from "../text/stop-words.ts";
import { findSkills } from "../vocabulary/skills.ts";

export const OFFLINE_EMBEDDING_MODEL = "offline-embedding-1";
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

/** The unit vector of a text. */
export function embed(text: string, weights?: TermWeights): Float32Array {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + weight);
  const lines = text.split("\n");
  for (const [position, line] of lines.entries()) {
    const emphasis = lines.length === 1 ? 1 : (LINE_WEIGHTS[position] ?? LINE_WEIGHTS.at(-1)!);
    addWords(line, emphasis, weights, add);
    for (const { skill } of findSkills(line)) {
      const term = skillTerm(skill);
      add(term, emphasis * KIND_WEIGHTS.skill * (weights?.get(term) ?? 1));
    }
  }
  return hashed(features);
}

function addWords(line: string, emphasis: number, weights: TermWeights | undefined, add: (feature: string, weight: number) => void): void {
  let previous: string | undefined;
  for (const word of words(line)) {
    if (isStopWord(word)) {
      previous = undefined;
      continue;
    }
    const stem = stemmer(word);
    const weight = emphasis * (weights?.get(stem) ?? 1);
    add(stem, weight * KIND_WEIGHTS.word);
    if (previous !== undefined) add(`${previous} ${stem}`, weight * KIND_WEIGHTS.pair);
    previous = stem;
    for (const gram of grams(stem)) add(gram, weight * KIND_WEIGHTS.gram);
  }
}

function* grams(word: string): Generator<string> {
  const padded = `<${word}>`;
  for (const length of GRAM_LENGTHS) {
    for (let start = 0; start + length <= padded.length; start += 1) yield `~${padded.slice(start, start + length)}`;
  }
}

/** Signed feature hashing (Weinberger et al., 2009), counts damped by the square root, then L2-normalised. */
function hashed(features: ReadonlyMap<string, number>): Float32Array {
  const vector = new Float32Array(OFFLINE_DIMENSIONS);
  for (const [feature, weight] of features) {
    const hash = fnv1a(feature);
    const sign = hash & 1 ? 1 : -1;
    const index = (hash >>> 1) % OFFLINE_DIMENSIONS;
    vector[index] = vector[index]! + sign * Math.sqrt(weight);
  }
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** FNV-1a, 32 bits, with a final mix so that its low bits are worth using. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash >>> 0;
}
