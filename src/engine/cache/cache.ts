/**
 * A store of strings that may be lost at any time without harm. Keys start with their family and their owner,
 * so that everything of a user can be dropped.
 */
export interface Cache extends AsyncDisposable {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Drops every key with this prefix. */
  dropPrefix(prefix: string): Promise<void>;
}
