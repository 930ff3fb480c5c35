import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FIXTURES } from "./fixtures-folder.ts";

const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, FIXTURES));

/** The playground's files, as they are built. */
export const PLAYGROUND = inPackage("dist/playground");

export interface Checkout {
  /** Where the sources are. */
  sources: string;
  bundler: string;
  services: string;
}

/** The parts of a checkout that a package lacks; null in a package. */
export function findCheckout(): Checkout | null {
  const checkout = { sources: inPackage("src"), bundler: inPackage("bundle.ts"), services: inPackage("fixtures/services/start.ts") };
  return Object.values(checkout).every((path) => existsSync(path)) ? checkout : null;
}

/** The program to run: the sources as they are now in a checkout, else the built one. */
export function programOf(checkout: Checkout | null): string {
  return checkout === null ? inPackage("dist/bin.js") : inPackage("src/cli/bin.ts");
}
