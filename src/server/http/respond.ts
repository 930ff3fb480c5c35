import type { IncomingMessage, ServerResponse } from "node:http";
import type { StaticFile } from "./static-files.ts";

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
}

/** On every answer: nothing is sniffed, framed, shared with other origins or sent on as a referrer. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

/** The page has its scripts, styles and pictures from here alone, and talks to this server alone. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function json(status: number, document: object, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": "application/json; charset=utf-8", ...headers }, body: `${JSON.stringify(document)}\n` };
}

/** In the shape of every error of the project. */
export function refusal(status: number, code: string, message: string, { hint, headers }: { hint?: string; headers?: Record<string, string> } = {}): Reply {
  return json(status, { error: { code, message, hint: hint ?? null, retryable: status >= 500 } }, headers);
}

export function file({ headers }: IncomingMessage, { body, type, etag }: StaticFile): Reply {
  const known = (headers["if-none-match"] ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
  const about = { etag, "cache-control": "no-cache", ...(type.startsWith("text/html") ? { "content-security-policy": PAGE_POLICY } : {}) };
  return known ? { status: 304, headers: about, body: "" } : { status: 200, headers: { ...about, "content-type": type }, body };
}

export function send({ method }: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  const length = status === 304 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...HEADERS, ...headers, ...length });
  response.end(method === "HEAD" ? undefined : body);
}
