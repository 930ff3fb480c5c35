import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { type SourceFile, importCycles, sourceFiles } from "./source-files.ts";

const files = sourceFiles();
const sources = files.filter(({ isTest }) => !isTest);
const product = sources.filter(({ path }) => path.startsWith("src/"));
const engine = sources.filter(({ path }) => path.startsWith("src/engine/"));

const TECHNOLOGIES = ["sqlite", "mongo", "chroma", "redis", "openai", "langsmith", "offline"];
const isCompositionRoot = (path: string) => path === "src/engine/connect.ts" || path.startsWith("src/engine/connect/");
/** A pure function of a text, which scoring and the embedder share. */
const OFFLINE_EMBEDDINGS = "src/engine/models/offline-embeddings.ts";
const MAY_EMBED_OFFLINE = ["src/engine/matching/parts/title.ts", "src/engine/retrieval/anchors.ts", "src/engine/retrieval/embedder.ts"];
/** Deletes from the environment what LangChain would act on, and reads nothing. */
const REMOVES_SWITCHES = "src/engine/telemetry/untraced.ts";
/** Replaces a package in the bundle, which decides what it exports. */
const STAND_INS = ["src/cli/no-devtools.ts"];
const DRIVERS: Record<string, string> = {
  "node:sqlite": "sqlite",
  "sqlite-vec": "sqlite",
  mongodb: "mongo",
  chromadb: "chroma",
  ioredis: "redis",
  "@langchain/openai": "openai",
  langsmith: "langsmith",
};

/** The technology that an adapter is named after. */
function technologyOf(path: string): string | undefined {
  return TECHNOLOGIES.find((name) => basename(path) === `${name}.ts` || basename(path).startsWith(`${name}-`));
}

/** Every import that breaks a rule, as a line to read. */
function imports(of: readonly SourceFile[], breaks: (from: string, target: string, kind: string) => boolean): string[] {
  return of.flatMap(({ path, imports: all }) => all.filter(({ target, kind }) => breaks(path, target, kind)).map(({ target }) => `${path} imports ${target}`));
}

const matching = (of: readonly SourceFile[], pattern: RegExp) => of.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test("the rules are held over real files", () => {
  expect(engine.length).toBeGreaterThan(100);
  expect(engine.flatMap(({ imports: all }) => all).filter(({ target }) => target.startsWith("src/engine/")).length).toBeGreaterThan(300);
  const known = new Set(files.map(({ path }) => path));
  const lost = imports(files, (_, target) => /^(?:src|fixtures|evals)\/.*\.tsx?$/.test(target) && !known.has(target));
  expect(lost).toEqual([]);
});

describe("the import direction", () => {
  test("the command line and the server know the engine by its one door", () => {
    const outside = sources.filter(({ path }) => /^src\/(?:cli|server)\//.test(path));
    expect(imports(outside, (_, target) => target.startsWith("src/engine/") && target !== "src/engine/index.ts")).toEqual([]);
  });

  test("the command line knows the server by its door, the browser client by its own, and the protocol", () => {
    const cli = sources.filter(({ path }) => path.startsWith("src/cli/"));
    const doors = /^src\/server\/(?:index\.ts|client\/index\.ts|protocol\/)/;
    expect(imports(cli, (_, target) => target.startsWith("src/server/") && !doors.test(target))).toEqual([]);
  });

  test("the server knows nothing of the command line, and the browser client nothing of either at run time", () => {
    const server = sources.filter(({ path }) => path.startsWith("src/server/"));
    expect(imports(server, (_, target) => target.startsWith("src/cli/"))).toEqual([]);
    const client = server.filter(({ path }) => path.startsWith("src/server/client/"));
    const plain = /^src\/server\/(?:client\/|protocol\/(?:close-codes|connection)\.ts)/;
    expect(imports(client, (_, target, kind) => kind !== "type" && !plain.test(target))).toEqual([]);
  });

  test("the engine knows nothing outside itself", () => {
    expect(imports(engine, (_, target) => /^(?:src|fixtures|evals)\//.test(target) && !target.startsWith("src/engine/"))).toEqual([]);
  });

  test("nothing but tests imports what is there for tests", () => {
    const tests = new Set(files.filter(({ isTest }) => isTest).map(({ path }) => path));
    expect(imports(sources, (_, target) => tests.has(target))).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    expect(importCycles(files)).toEqual([]);
  });
});

describe("adapters", () => {
  test("are imported by the composition root, and by others of their technology", () => {
    const broken = imports(engine, (from, target) => {
      const technology = target.startsWith("src/engine/") ? technologyOf(target) : undefined;
      if (technology === undefined || isCompositionRoot(from) || technologyOf(from) === technology) return false;
      return !(target === OFFLINE_EMBEDDINGS && MAY_EMBED_OFFLINE.includes(from));
    });
    expect(broken).toEqual([]);
  });

  test("are loaded by the composition root when they are needed, and not before", () => {
    const root = engine.filter(({ path }) => isCompositionRoot(path));
    expect(imports(root, (_, target, kind) => technologyOf(target) !== undefined && kind === "static")).toEqual([]);
  });

  test("alone talk to their driver", () => {
    const broken = imports(engine, (from, target) => {
      const technology = DRIVERS[target];
      return technology !== undefined && technologyOf(from) !== technology && !from.startsWith("src/engine/store/");
    });
    expect(broken).toEqual([]);
  });
});

describe("the process", () => {
  test("has its environment read in one place", () => {
    const readers = matching(product, /process\.env\b|\benv\b[^;\n]*\}\s*=\s*process\b/);
    expect(readers.filter((path) => path !== REMOVES_SWITCHES)).toEqual(["src/cli/main.ts"]);
  });

  test("has its exit code set in one place", () => {
    expect(matching(product, /process\.exitCode\s*=/)).toEqual(["src/cli/main.ts"]);
  });
});

describe("files", () => {
  test("say what they export", () => {
    expect(matching(sources, /^export \*/m)).toEqual([]);
    expect(matching(sources, /^export default/m)).toEqual(STAND_INS);
  });

  test("have names that say what is in them", () => {
    expect(files.filter(({ path }) => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.tsx?$)/.test(path)).map(({ path }) => path)).toEqual([]);
  });
});
