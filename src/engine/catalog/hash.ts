import { createHash } from "node:crypto";

/**
 * A short content hash, the same whatever the order of an object's fields: other writers and readers of a document have their own.
 * `version` names how the content was derived, so that a new derivation is a new hash.
 */
export function contentHash(content: unknown, version: string): string {
  return createHash("sha256").update(version).update("\0").update(JSON.stringify(content, inOrder)).digest("base64url").slice(0, 27);
}

function inOrder(_: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
