import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpServer, httpServer } from "../../../fixtures/http-server.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { temporaryFolder } from "../../engine/testing/temporary-folder.ts";
import { SOCKET_PATH } from "../protocol/connection.ts";
import { type HttpOptions, httpHandler } from "./handler.ts";
import { readStaticFiles } from "./static-files.ts";

const log = recordedLog();
const readiness = async () => ({ ready: true, degraded: [], dependencies: [] });
const OPTIONS: HttpOptions = { engine: { readiness, log }, isDraining: () => false, metrics: { contentType: "text/plain", text: async () => "up 1\n" } };

let server: HttpServer;
const serve = async (options: Partial<HttpOptions> = {}) => {
  server = await httpServer(httpHandler({ ...OPTIONS, ...options }));
};
beforeEach(() => void log.lines.splice(0));
afterEach(() => server[Symbol.asyncDispose]());

const get = (path: string, init?: RequestInit) => fetch(`${server.origin}${path}`, init);

/** With headers that `fetch` does not let through. */
async function ask(path: string, headers: Record<string, string>): Promise<{ status: number; body: string; headers: IncomingMessage["headers"] }> {
  const asked = request(`${server.origin}${path}`, { headers }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode!, body: await text(response), headers: response.headers };
}

describe("what is beside the socket", () => {
  beforeEach(() => serve());

  test.each(["/healthz", "/readyz", "/metrics"])("%s is read with GET and HEAD, and kept by nobody", async (path) => {
    const [got, headed] = [await get(path), await get(path, { method: "HEAD" })];
    expect([got.status, headed.status]).toEqual([200, 200]);
    expect(headed.headers.get("content-length")).toBe(String((await got.text()).length));
    expect(await headed.text()).toBe("");
    expect(got.headers.get("cache-control")).toBe("no-store");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
    const response = await get("/healthz", { method, body: method === "POST" ? "x".repeat(100_000) : undefined });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
    expect(await response.json()).toMatchObject({ error: { code: "usage", retryable: false } });
  });

  test.each(["/", "/nothing", "//evil.example/", "/../../etc/passwd", "/%2e%2e/package.json", "/playground/session", "/playground/users"])(
    "there is no %s",
    async (path) => {
      const { status, body } = await ask(path, {});
      expect(status).toBe(404);
      expect(JSON.parse(body)).toMatchObject({ error: { code: "not_found" } });
    },
  );

  test("the socket's address says what it is", async () => {
    const response = await get(SOCKET_PATH);
    expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });

  test("no answer may be sniffed, framed or used by other origins", async () => {
    for (const path of ["/healthz", "/nothing"]) {
      const { headers } = await get(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

test("a token in a query reaches no log", async () => {
  await serve({
    metrics: {
      contentType: "text/plain",
      text: async () => {
        throw new Error("canary-token");
      },
    },
  });
  for (const path of ["/healthz?token=canary-token", "/canary-token", "/metrics?canary-token"]) await get(path);
  expect(log.lines.map(({ level }) => level)).toEqual(["debug", "debug", "error", "debug"]);
  expect(JSON.stringify(log.lines)).not.toContain("canary");
});

test("what fails is answered with 500, and said no more of", async () => {
  await serve({ metrics: { contentType: "text/plain", text: () => Promise.reject(new Error("hunter2")) } });
  const response = await get("/metrics");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("hunter2");
  expect((await get("/healthz")).status).toBe(200);
});

describe("the playground", () => {
  const PAGE = "<!doctype html><title>Ünï</title>";

  beforeEach(async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file("index.html"), PAGE);
    mkdirSync(folder.file("assets"));
    for (const name of ["app.js", "app.css", "icon.svg", "data.bin"]) writeFileSync(folder.file("assets", name), name);
    await serve({ playground: readStaticFiles(folder.path) });
  });

  test("is a page that may load from and talk to this server alone", async () => {
    const response = await get("/");
    expect(await response.text()).toBe(PAGE);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const policy = response.headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toContain("unsafe");
  });

  test.each([
    ["app.js", "text/javascript; charset=utf-8"],
    ["app.css", "text/css; charset=utf-8"],
    ["icon.svg", "image/svg+xml"],
    ["data.bin", "application/octet-stream"],
  ])("has %s as %s", async (name, type) => {
    const response = await get(`/assets/${name}`);
    expect([await response.text(), response.headers.get("content-type")]).toEqual([name, type]);
  });

  test("is sent again only when it has changed", async () => {
    const etag = (await get("/assets/app.js")).headers.get("etag")!;
    for (const known of [etag, `"other", W/${etag}`]) {
      const { status, body, headers } = await ask("/assets/app.js", { "if-none-match": known });
      expect({ status, body, etag: headers.etag }).toEqual({ status: 304, body: "", etag });
    }
    expect((await get("/assets/app.js", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });
});

test("a playground that was not built is not there", () => {
  expect(readStaticFiles("/nonexistent/playground").size).toBe(0);
});
