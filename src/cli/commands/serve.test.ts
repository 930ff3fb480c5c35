import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlePlayground } from "../../../bundle.ts";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import { SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { signDevelopmentToken } from "../../server/auth/development-token.ts";
import { type TestClient, connectTo } from "../../server/testing/test-client.ts";
import { type BuiltProgram, builtProgram } from "../testing/built-program.ts";
import { FailureDocument, SessionDocument } from "../testing/documents.ts";
import { type Serving, served } from "../testing/serving.ts";
import { type TemporaryCheckout, temporaryCheckout } from "../testing/temporary-checkout.ts";

const SECRET = "a secret of the project that is long enough";
const WORDS = "There are several jobs";

let program: BuiltProgram;
let store: SeededStore;
let variables: Record<string, string>;
beforeAll(async () => {
  program = await builtProgram();
  store = await seededStore();
  variables = { ROLECALL_DATA_DIR: store.copy(), SUPABASE_JWT_SECRET: SECRET };
});
afterAll(() => {
  program[Symbol.dispose]();
  store[Symbol.dispose]();
});

const serve = (args: readonly string[] = [], given: Record<string, string> = {}): Promise<Serving> =>
  served(program.start(["serve", "--port", "0", "--json", ...args], { variables: { ...variables, ...given } }));

async function token(): Promise<string> {
  const signed = await signDevelopmentToken(SEEKER, 600, { SUPABASE_JWT_SECRET: SECRET, SUPABASE_URL: undefined, SUPABASE_JWT_AUDIENCE: "authenticated" });
  return signed.token;
}

async function signedIn(port: number): Promise<TestClient> {
  const client = await connectTo(port);
  client.send({ type: "connection_init", payload: { token: await token() } });
  await client.next("connection_ack");
  return client;
}

/** A client whose answer has begun, and goes on when the model does. */
async function answering(port: number): Promise<{ client: TestClient; sessionId: string }> {
  const client = await signedIn(port);
  const sessionId = await client.session();
  await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "night shifts as a nurse in Leeds" });
  await client.next(({ type }) => type === "TEXT_MESSAGE_CONTENT");
  return { client, sessionId };
}

const logged = (err: string) =>
  err
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a server that is ready", () => {
  test("says so once, as one document, and answers beside the socket", async () => {
    await using server = await serve();
    expect(server.document).toEqual({ schema_version: 1, url: server.url, ws_url: `ws://127.0.0.1:${server.port}/api/chat/ws`, pid: server.child.pid });
    const statuses = async (...paths: string[]) => Promise.all(paths.map(async (path) => (await fetch(server.url + path)).status));
    expect(await statuses("/healthz", "/readyz", "/metrics", "/nothing")).toEqual([200, 200, 200, 404]);
    server.child.kill("SIGTERM");
    const { code, out, err } = await server.ended;
    expect({ code, lines: out.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 1 });
    expect(logged(err).map(({ msg }) => msg)).toEqual(["Serving.", "Draining.", "Stopped."]);
  });

  test("says so on stderr in words", async () => {
    const running = program.start(["serve", "--port", "0"], { variables: { ...variables, ROLECALL_LOG_LEVEL: "silent" } });
    await running.says("Serving");
    running.child.kill("SIGINT");
    const { code, out, err } = await running.ended;
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toMatch(/^Serving ws:\/\/127\.0\.0\.1:\d+\/api\/chat\/ws\. Ctrl\+C lets running answers end, and stops\.\n$/);
  });

  test("answers whom `rolecall token` gave a token, and counts it", async () => {
    await using server = await serve();
    const minted = await program.run(["token"], { variables });
    const client = await connectTo(server.port);
    client.send({ type: "connection_init", payload: { token: minted.out.trim() } });
    expect(await client.next("connection_ack")).toMatchObject({ userId: SEEKER.userId, role: "job_seeker" });
    const sessionId = await client.session();
    await client.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "remote TypeScript jobs in Germany" });
    expect(await client.next("RUN_FINISHED")).toMatchObject({ result: { status: "complete" } });
    const scraped = await (await fetch(`${server.url}/metrics`)).text();
    expect(scraped).toMatch(/^rolecall_connections 1$/m);
    expect(scraped).toMatch(/^rolecall_commands_total\{type="message\.send",outcome="ok"\} 1$/m);
  });

  test("gives nobody a token, and logs none", async () => {
    await using server = await serve(["--debug"]);
    expect((await fetch(`${server.url}/playground/session?role=employer`)).status).toBe(404);
    const shown = await token();
    for (const path of ["/", "/healthz", "/api/chat/ws", "/readyz"])
      await fetch(`${server.url}${path}?token=${shown}`, { headers: { authorization: `Bearer ${shown}` } });
    await expect(connectTo(server.port, { path: `/api/chat/ws?token=${shown}` })).rejects.toThrow("400");
    const client = await signedIn(server.port);
    client.send({ id: 1, type: "auth.refresh", payload: { token: shown } });
    await client.next("ack");
    server.child.kill("SIGTERM");
    const { err } = await server.ended;
    expect(logged(err).length).toBeGreaterThan(3);
    for (const part of shown.split(".").slice(1)) expect(err).not.toContain(part);
    expect(err).not.toContain(SECRET);
  });
});

describe("the playground", () => {
  let checkout: TemporaryCheckout;
  beforeAll(async () => {
    checkout = temporaryCheckout();
    await bundlePlayground(checkout.file("dist", "playground"));
  });
  afterAll(() => checkout[Symbol.dispose]());

  const started = (args: readonly string[], given: Record<string, string>) =>
    served(checkout.start(["serve", "--port", "0", "--json", ...args], { ...variables, ...given }));
  const joins = async (port: number, origin: string): Promise<boolean> => {
    const client = await connectTo(port, { headers: { origin } }).catch(() => null);
    client?.terminate();
    return client !== null;
  };

  test("is at / with what it needs, and its page may connect, but gets no token", async () => {
    await using server = await started([], {});
    const page = await (await fetch(server.url)).text();
    expect(page).toContain("<title>Rolecall playground</title>");
    for (const [, name] of page.matchAll(/(?:src|href)="(\w+\.(?:js|css))"/g)) expect((await fetch(`${server.url}/${name}`)).status).toBe(200);
    for (const origin of [server.url, `http://localhost:${server.port}`]) expect(await joins(server.port, origin)).toBe(true);
    expect(await joins(server.port, "https://evil.example")).toBe(false);
    expect((await fetch(`${server.url}/playground/session`)).status).toBe(404);
  });

  test.each([
    [["--no-playground"], {}],
    [[], { NODE_ENV: "production" }],
  ] as const)("is off with %j and %j", async (args, given) => {
    await using server = await started(args, given);
    expect((await fetch(server.url)).status).toBe(404);
    expect(await joins(server.port, server.url)).toBe(false);
  });
});

describe("graceful stop", () => {
  test("SIGTERM twice in the middle of an answer: it is told to its end, and the exit code is 0", async () => {
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    await using model = await modelServer(async (response) => {
      beginStream(response);
      response.write(says(`${WORDS} `));
      await goOn;
      response.end(`${says("for you.")}data: [DONE]\n\n`);
    });
    await using server = await serve([], { OPENAI_BASE_URL: model.url, ROLECALL_ANSWER_TTL_S: "0" });
    const { client } = await answering(server.port);
    server.child.kill("SIGTERM");
    await server.says("Draining.");
    server.child.kill("SIGTERM");
    expect(await client.command("session.list", {})).toMatchObject({ type: "ack" });
    resolve();
    expect(await client.next("RUN_FINISHED")).toMatchObject({ result: { status: "complete" } });
    expect(client.text()).toContain("for you.");
    expect((await client.closed).code).toBe(1001);
    expect(await server.ended).toMatchObject({ code: 0, signal: null });
  });

  test.each([
    ["its time is over", ["--drain-timeout", "1"], "SIGTERM", 0],
    ["nobody waits for it", ["--drain-timeout", "600"], "SIGINT", 130],
  ] as const)("an answer that never ends is stopped when %s, and what was written is kept", async (_, args, signal, exit) => {
    await using model = await modelServer((response) => {
      beginStream(response);
      response.write(says(WORDS));
    });
    await using server = await serve(args, { OPENAI_BASE_URL: model.url, ROLECALL_ANSWER_TTL_S: "0" });
    const { client, sessionId } = await answering(server.port);
    server.child.kill(signal);
    await server.says("Draining.");
    if (signal === "SIGINT") server.child.kill(signal);
    expect(await client.next("RUN_ERROR")).toMatchObject({ code: "interrupted", retryable: true });
    expect((await client.closed).code).toBe(1001);
    expect(await server.ended).toMatchObject({ code: exit, signal: null });
    const shown = await program.run(["sessions", "show", sessionId, "--json"], { variables });
    expect(SessionDocument.parse(JSON.parse(shown.out)).messages.at(-1)).toMatchObject({ role: "assistant", text: client.text(), status: "interrupted" });
  });
});

describe("a port that is taken", () => {
  let port: number;
  const other = createServer();
  beforeAll(async () => {
    await once(other.listen(0, "127.0.0.1"), "listening");
    ({ port } = other.address() as AddressInfo);
  });
  afterAll(() => void other.close());

  test("is passed over", async () => {
    const running = program.start(["serve", "--port", String(port)], { variables });
    await running.says(`Port ${port} was taken.`);
    running.child.kill("SIGTERM");
    expect((await running.ended).code).toBe(0);
  });

  test("is the end with --strict-port", async () => {
    const { code, out } = await program.run(["serve", "--port", String(port), "--strict-port", "--json"], { variables });
    expect(code).toBe(3);
    expect(FailureDocument.parse(JSON.parse(out)).error).toMatchObject({
      code: "port_taken",
      message: `The port ${port} of 127.0.0.1 is taken.`,
      hint: expect.stringContaining("--port"),
    });
  });
});

describe("a server is not started", () => {
  test.each([
    ["without a way to check tokens", { SUPABASE_JWT_SECRET: "" }, [], 4, "SUPABASE_URL", "rolecall token"],
    ["with a secret that is too short", { SUPABASE_JWT_SECRET: "hunter2" }, [], 4, "SUPABASE_JWT_SECRET has 7 bytes", "JWT secret"],
    ["with an origin that is none", { ROLECALL_ALLOWED_ORIGINS: "https://a.example/path" }, [], 4, "ROLECALL_ALLOWED_ORIGINS", "https://jobs.example.com"],
    ["at an address of another machine", {}, ["--host", "192.0.2.7"], 4, "192.0.2.7", "ROLECALL_HOST"],
    ["on no port", {}, ["--port", "70000"], 2, "--port", "from 0 to 65535"],
    ["with half a second to drain", {}, ["--drain-timeout", "0.5"], 2, "--drain-timeout", "whole number of seconds"],
    ["to give out tokens to others", {}, ["--development", "--host", "0.0.0.0"], 2, "developer's own machine", "rolecall dev"],
    ["to give out tokens in production", { NODE_ENV: "production" }, ["--development"], 2, "developer's own machine", "rolecall dev"],
  ] as const)("%s", async (_, given, args, exit, ...told) => {
    const { code, out, err } = await program.run(["serve", ...args], { variables: { ...variables, ...given } });
    expect({ code, out }).toEqual({ code: exit, out: "" });
    for (const text of told) expect(err).toContain(text);
    expect(err).not.toContain("hunter2");
  });
});
