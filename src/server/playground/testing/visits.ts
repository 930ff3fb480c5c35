import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { StaticFiles } from "../../http/static-files.ts";
import { launchChromium } from "./chromium.ts";
import { builtPlayground } from "./playground-server.ts";
import { type Visitor, visit } from "./visitor.ts";

interface Served extends AsyncDisposable {
  readonly url: string;
}

export interface Visits<S extends Served> {
  /** Of the present test. */
  readonly server: S;
  /** Opens the page. */
  visit(options?: BrowserContextOptions): Promise<Visitor>;
}

/** One browser for the tests of a file, and for each test a server of its own. No visit may end with a problem. */
export function visits<S extends Served>(serve: (files: StaticFiles) => Promise<S>): Visits<S> {
  let browser: Browser;
  let files: StaticFiles;
  let server: S;
  let visitors: Visitor[] = [];
  beforeAll(async () => {
    [browser, files] = await Promise.all([launchChromium(), builtPlayground()]);
  });
  beforeEach(async () => {
    server = await serve(files);
  });
  afterEach(async () => {
    const problems = visitors.flatMap((visitor) => visitor.problems);
    await Promise.all(visitors.map((visitor) => visitor.leave()));
    visitors = [];
    await server[Symbol.asyncDispose]();
    expect(problems).toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    get server() {
      return server;
    },
    async visit(options) {
      const visitor = await visit(browser, server.url, options);
      visitors.push(visitor);
      return visitor;
    },
  };
}
