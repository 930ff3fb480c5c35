import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const PLACES = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
const CHROMIUM = process.env.ROLECALL_CHROMIUM ?? PLACES.find((path) => existsSync(path));

/** Where there is no browser, its tests are skipped, unless all of them are asked for: then they say what is missing. */
export const WITHOUT_BROWSER = CHROMIUM === undefined && process.env.ROLECALL_REQUIRE_SERVICES !== "1";

export async function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("There is no Chromium on the PATH. Install it (apt-get install chromium), or name it in ROLECALL_CHROMIUM.");
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: !isRoot, args: ["--disable-dev-shm-usage"] });
}
