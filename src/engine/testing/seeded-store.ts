import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureSource, readDemo } from "../../../fixtures/source.ts";
import type { Actor } from "../engine.ts";
import { openEngine } from "../connect.ts";
import { readConfig } from "../config.ts";
import type { SeedSource } from "../seed/seed.ts";

const FIXTURES = new URL("../../../fixtures/", import.meta.url);
const FILE = "rolecall.db";

const demo = readDemo(FIXTURES);
export const SEEKER: Actor = { userId: demo.job_seeker.user_id, role: "job_seeker" };
export const EMPLOYER: Actor = { userId: demo.employer.user_id, role: "employer" };

/** The committed fixtures, dated from today. */
export function fixtures(size?: number): SeedSource {
  return fixtureSource({ directory: FIXTURES, anchor: new Date(), size });
}

export interface SeededStore extends Disposable {
  /** A data folder of its own that holds a copy of the store. */
  copy(): string;
}

/** Seeds a store once; copying its file is what makes a fresh store for every test cheap. */
export async function seededStore(source: SeedSource = fixtures()): Promise<SeededStore> {
  const root = mkdtempSync(join(tmpdir(), "rolecall-store-"));
  const original = join(root, "original");
  {
    await using engine = await openEngine(readConfig({ ROLECALL_STORE: "embedded", ROLECALL_DATA_DIR: original }));
    await engine.seed(source, { anchor: new Date() });
  }
  return {
    copy() {
      const folder = mkdtempSync(join(root, "copy-"));
      copyFileSync(join(original, FILE), join(folder, FILE));
      return folder;
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
