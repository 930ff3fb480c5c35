import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The fixtures beside this file's package: two levels up from the sources, one from the bundle. */
export const FIXTURES: URL = [new URL("../fixtures/", import.meta.url), new URL("../../fixtures/", import.meta.url)].find((url) =>
  existsSync(fileURLToPath(url)),
)!;
