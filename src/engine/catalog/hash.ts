import { createHash } from "node:crypto";

/** A short content hash; `version` names how the content was derived, so that a new derivation is a new hash. */
export function contentHash(content: unknown, version: string): string {
  return createHash("sha256").update(version).update("\0").update(JSON.stringify(content)).digest("base64url").slice(0, 27);
}
