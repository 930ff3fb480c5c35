import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpServer, httpServer } from "../../../fixtures/http-server.ts";
import { recordedLog } from "../../engine/testing/recorded-log.ts";
import { signDevelopmentToken } from "../auth/development-token.ts";
import type { DemoUser } from "./development.ts";
import { httpHandler } from "./handler.ts";

const SECRET = "a secret of the project that is long enough";
const USERS: DemoUser[] = [
  { userId: "u-seeker", role: "job_seeker", label: "TypeScript developer" },
  { userId: "u-employer", role: "employer", label: "Hospitals" },
];

let server: HttpServer;
beforeEach(async () => {
  server = await httpServer(
    httpHandler({
      engine: { readiness: async () => ({ ready: true, degraded: [], dependencies: [] }), log: recordedLog() },
      isDraining: () => false,
      metrics: { contentType: "text/plain", text: async () => "" },
      development: {
        users: USERS,
        sign: (actor) => signDevelopmentToken(actor, 600, { SUPABASE_JWT_SECRET: SECRET, SUPABASE_URL: undefined, SUPABASE_JWT_AUDIENCE: "authenticated" }),
      },
    }),
  );
});
afterEach(() => server[Symbol.asyncDispose]());

async function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; document: Record<string, unknown> }> {
  const asked = request(`${server.origin}${path}`, { headers }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode!, document: JSON.parse(await text(response)) };
}

test("the users that the playground can speak as are listed", async () => {
  expect(await ask("/playground/users")).toEqual({ status: 200, document: { users: USERS } });
});

describe("a session of the playground", () => {
  test.each([
    ["?role=employer&user=u-7", { userId: "u-7", role: "employer" }],
    ["?role=employer", { userId: "u-employer", role: "employer" }],
    ["", { userId: "u-seeker", role: "job_seeker" }],
  ])("%s is a token for that user", async (query, actor) => {
    const { status, document } = await ask(`/playground/session${query}`);
    expect({ status, document }).toEqual({ status: 200, document: { ...actor, token: expect.any(String), expiresAt: expect.any(Number) } });
    const { payload } = await jwtVerify(String(document.token), new TextEncoder().encode(SECRET));
    expect(payload).toMatchObject({ sub: actor.userId, app_metadata: { role: actor.role }, exp: Number(document.expiresAt) / 1000 });
  });

  test.each(["?role=admin", "?role=&user=u", "?user=", `?user=${"u".repeat(200)}`])("%s is nobody's", async (query) => {
    expect(await ask(`/playground/session${query}`)).toMatchObject({ status: 400, document: { error: { code: "invalid_input" } } });
  });

  const origin = () => server.origin;
  const port = () => new URL(server.origin).port;

  test.each([
    ["its own page", () => ({ origin: origin(), "sec-fetch-site": "same-origin" })],
    ["an address that is typed", () => ({ "sec-fetch-site": "none" })],
    ["localhost", () => ({ host: `localhost:${port()}`, origin: `http://localhost:${port()}` })],
    ["a tool", () => ({})],
  ])("is given to %s", async (_, headers) => {
    expect((await ask("/playground/session", headers())).status).toBe(200);
  });

  test.each([
    ["a name that was bound to this address", () => ({ host: `evil.example:${port()}` })],
    ["a name that begins like ours", () => ({ host: "localhost.evil.example" })],
    ["a page of another origin", () => ({ origin: "https://evil.example" })],
    ["a page of another port", () => ({ origin: "http://localhost:1" })],
    ["a page without an origin", () => ({ origin: "null" })],
    ["another site's script", () => ({ "sec-fetch-site": "cross-site" })],
    ["another port's script", () => ({ "sec-fetch-site": "same-site" })],
  ])("is not given to %s", async (_, headers) => {
    for (const path of ["/playground/session", "/playground/users"])
      expect(await ask(path, headers())).toMatchObject({ status: 403, document: { error: { code: "forbidden" } } });
  });
});
