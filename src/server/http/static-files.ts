import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export interface StaticFile {
  body: Buffer;
  type: string;
  etag: string;
}

/** By the path they are asked for; `index.html` is its folder. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Reads every file below a folder, once: no request leads to the file system. A folder that is not there has none. */
export function readStaticFiles(folder: string): StaticFiles {
  return new Map(filesBelow(folder).map((file) => [pathOf(relative(folder, file)), fileOf(file)]));
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

const pathOf = (file: string): string => `/${file.split(sep).join("/")}`.replace(/\/index\.html$/, "/");

function fileOf(file: string): StaticFile {
  const body = readFileSync(file);
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  return { body, type, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}
