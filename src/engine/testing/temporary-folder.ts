import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder extends Disposable {
  readonly path: string;
  /** A path inside the folder. */
  file(...names: string[]): string;
}

/** A folder that is gone when its test ends. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "rolecall-test-"));
  return { path, file: (...names) => join(path, ...names), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
