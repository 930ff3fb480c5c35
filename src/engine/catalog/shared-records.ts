import type { BeforeRemoval, Indexed } from "./catalog.ts";
import type { Collection, Employer, Job, Resume } from "./records.ts";

/** What a batch of somebody else's documents came to. */
export interface Adoption {
  /** Documents that can be read, as they are stored; resumes with their contact data, for indexing alone. */
  documents: (Job | Resume | Employer)[];
  /** Ids of documents that do not have the agreed shape. */
  unreadable: string[];
}

/**
 * The documents of a catalogue that others write as well: the portal adds, changes and deletes its own without telling. Its documents are
 * read and indexed, never written. Every method throws `storage_unavailable` when the store cannot be reached.
 */
export interface SharedRecords {
  /** Every document of the collection, in batches. */
  stored(collection: Collection | "employers", batch: number): AsyncIterable<Adoption>;
  /** Writes what is derived from these documents, and leaves the documents as they are. */
  index(collection: "jobs", batch: readonly Indexed<Job>[]): Promise<void>;
  index(collection: "resumes", batch: readonly Indexed<Resume>[]): Promise<void>;
  index(collection: "employers", batch: readonly { document: Employer; hash: string }[]): Promise<void>;
  /** Forgets what was derived from documents that are no longer there, and returns their ids. */
  prune(collection: Collection | "employers", before?: BeforeRemoval): Promise<string[]>;
}
