import type { Condition } from "./condition.ts";
import type { Facets } from "./facets.ts";
import type { Collection, Employer, Job, PublicResume, Resume } from "./records.ts";

export interface RecordOf {
  jobs: Job;
  resumes: PublicResume;
}

/** A document on its way in, with everything that is derived from it. */
export interface Indexed<T> {
  document: T;
  facets: Facets;
  /** Analysed terms by field, in order of weight. */
  terms: { title: string[]; skills: string[]; body: string[] };
  /** Of the whole document; an equal hash means nothing to write. */
  hash: string;
}

export interface UpsertResult {
  inserted: string[];
  updated: string[];
  unchanged: number;
}

export interface LexicalHit {
  id: string;
  /** BM25, k1 = 1.2, b = .75, title counted 3 times, skills twice. */
  score: number;
}

export interface TermStatistics {
  /** Documents in the collection. */
  documents: number;
  /** How many of them hold each term; a term nobody holds is missing. */
  frequencies: Map<string, number>;
}

/**
 * Called ahead of a removal with the ids it is about, in one call or several: what is kept elsewhere under them goes first, because afterwards
 * nothing tells the ids any more. Where it fails, these documents stay.
 */
export type BeforeRemoval = (ids: readonly string[]) => Promise<void>;

/**
 * Jobs, resumes and employers with their words. Contact data goes in and never comes out: no reader returns it.
 * Every method throws `storage_unavailable` when the store cannot be reached.
 */
export interface Catalog extends AsyncDisposable {
  /** Which of these documents are not stored with this hash. */
  pending(collection: Collection | "employers", entries: readonly { id: string; hash: string }[]): Promise<Map<string, "new" | "changed">>;
  /**
   * Refuses a batch that cannot be stored before any of it is written. A document counts as stored when everything of it is there, so that a
   * run that dies is completed by the next one. A document whose hash is stored already is left alone.
   */
  upsertJobs(batch: readonly Indexed<Job>[]): Promise<UpsertResult>;
  upsertResumes(batch: readonly Indexed<Resume>[]): Promise<UpsertResult>;
  upsertEmployers(batch: readonly { document: Employer; hash: string }[]): Promise<UpsertResult>;
  /** Records in the order of `ids`; unknown ids are left out. */
  records<C extends Collection>(collection: C, ids: readonly string[]): Promise<RecordOf[C][]>;
  resumeOf(userId: string): Promise<PublicResume | null>;
  employerOf(userId: string): Promise<Employer | null>;
  employers(ids: readonly string[]): Promise<Employer[]>;
  /** An employer's jobs, open or not, newest first. */
  jobsOf(employerId: string, limit: number): Promise<Job[]>;
  /** At most `k` documents that hold any of the terms and meet the condition, score descending, ties by id ascending. */
  lexical(collection: Collection, terms: readonly string[], k: number, where: Condition): Promise<LexicalHit[]>;
  /** The newest `k` documents that meet the condition, words or not. */
  anyOf(collection: Collection, k: number, where: Condition): Promise<string[]>;
  termStatistics(collection: Collection, terms: readonly string[]): Promise<TermStatistics>;
  count(collection: Collection | "employers", where?: Condition): Promise<number>;
  /** Changes with every write that changes a document; cached answers carry it. */
  version(): Promise<string>;
  /** Brings what is derived from a whole collection, such as term statistics, up to date; to be called when a run of writes is over. */
  settle(): Promise<void>;
  /** Removes documents that carry a `seed_source`, and returns their ids. */
  removeSeeded(collection: Collection | "employers", before?: BeforeRemoval): Promise<string[]>;
  /** Small facts beside the data: what was seeded, and when. */
  note(key: string): Promise<string | null>;
  setNote(key: string, value: string): Promise<void>;
}
