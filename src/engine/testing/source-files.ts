import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export interface Import {
  /** A path from the checkout's root where it is one of its files, else the package. */
  target: string;
  /** `import type` alone is gone at run time. */
  kind: "static" | "type" | "dynamic";
}

export interface SourceFile {
  /** From the checkout's root. */
  path: string;
  text: string;
  imports: Import[];
  /** A test, or what only tests use. */
  isTest: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;

/** Every TypeScript file below `src`, `fixtures` and `evals`, with what it imports. */
export function sourceFiles(): SourceFile[] {
  return globSync("{src,fixtures,evals}/**/*.{ts,tsx}", { cwd: ROOT })
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      return { path, text, imports: importsOf(path, text), isTest: /\.test\.tsx?$|\/testing\/|\/(?:fake|bundle)-[^/]*$/.test(path) };
    });
}

function importsOf(path: string, text: string): Import[] {
  const target = (specifier: string) =>
    specifier.startsWith(".") ? normalize(relative(ROOT, join(ROOT, dirname(path), specifier))).replaceAll("\\", "/") : specifier;
  return [
    ...[...text.matchAll(STATIC)].map(([, type, specifier]): Import => ({ target: target(specifier!), kind: type === undefined ? "static" : "type" })),
    ...[...text.matchAll(DYNAMIC)].map(([, specifier]): Import => ({ target: target(specifier!), kind: "dynamic" })),
  ];
}

/** Chains of files that import each other at run time, each as it would be walked. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) cycles.push([...above.slice(above.indexOf(path)), path].join(" → "));
    if (done.has(path) || above.includes(path)) return;
    for (const { target, kind } of byPath.get(path)?.imports ?? []) if (kind === "static" && byPath.has(target)) walk(target, [...above, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return cycles;
}
