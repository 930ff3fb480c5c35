import { once } from "node:events";
import { readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { SERVICES } from "../../engine/testing/services.ts";
import { connectTo } from "../../server/testing/test-client.ts";
import { builtProgram } from "../testing/built-program.ts";
import { rolecall } from "../testing/rolecall.ts";
import { type Serving, served } from "../testing/serving.ts";
import { type TemporaryCheckout, temporaryCheckout } from "../testing/temporary-checkout.ts";

const PATIENCE = { timeout: 60_000, interval: 50 };
const LIVES = "src/server/http/health.ts";

let store: SeededStore;
let checkout: TemporaryCheckout;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store[Symbol.dispose]());
beforeEach(() => {
  checkout = temporaryCheckout();
});
afterEach(() => checkout[Symbol.dispose]());

const dev = (args: readonly string[] = [], variables: Record<string, string> = {}): Promise<Serving> =>
  served(checkout.start(["dev", "--port", "0", "--json", ...args], { ROLECALL_DATA_DIR: store.copy(), ...variables }));

interface User {
  role: string;
  user_id: string;
  token: string;
}

async function speaksAs({ port }: { port: number }, token: string): Promise<Record<string, unknown>> {
  const client = await connectTo(port, { headers: { origin: `http://127.0.0.1:${port}` } });
  client.send({ type: "connection_init", payload: { token } });
  const { userId, role } = await client.next("connection_ack");
  client.terminate();
  return { userId, role };
}

const isAlive = ({ url }: { url: string }): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  );

describe("dev in a checkout", { timeout: 180_000 }, () => {
  test("prints one block with all that a developer needs", async () => {
    const running = checkout.start(["dev", "--port", "0"], {});
    await running.says("Ctrl+C stops everything.");
    running.child.kill("SIGINT");
    const { code, out, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("Seeded the embedded store with 840 documents") });
    expect(out.match(/Rolecall is ready\./g)).toHaveLength(1);
    expect(out).toMatch(/Playground +http:\/\/127\.0\.0\.1:\d+\/\n +WebSocket +ws:\/\/127\.0\.0\.1:\d+\/api\/chat\/ws\n/);
    expect(out.match(/^ {2}eyJ[\w.-]+$/gm)).toHaveLength(2);
    expect(out).toMatch(/rolecall chat --connect ws:\/\/127\.0\.0\.1:\d+ --token <token>\n/);
  });

  test("serves the playground, and signs tokens for the demo users and for the page", async () => {
    await using server = await dev();
    const users = server.document.users as User[];
    for (const { role, user_id, token } of users) expect(await speaksAs(server, token)).toEqual({ userId: user_id, role });
    const page = await fetch(`${server.url}/`);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    const listed = await (await fetch(`${server.url}/playground/users`)).json();
    expect(listed).toMatchObject({ users: users.map(({ role, user_id }) => ({ role, userId: user_id })) });
    const session = (await (await fetch(`${server.url}/playground/session?role=employer&user=u-7`)).json()) as { token: string };
    expect(await speaksAs(server, session.token)).toEqual({ userId: "u-7", role: "employer" });
  });

  test("restarts with every change at the same address, and waits for the next where one is wrong", async () => {
    await using server = await dev();
    const users = server.document.users as User[];
    const lives = async () => ((await (await fetch(`${server.url}/healthz`)).json()) as { status: string }).status;
    checkout.edit(LIVES, (text) => text.replace('status: "ok"', 'status: "changed"'));
    await server.says(`${LIVES} changed.`);
    expect(await lives()).toBe("changed");

    checkout.edit(LIVES, (text) => `this is not TypeScript\n${text}`);
    await server.says("The next change of src/ starts the server again.");
    expect(await isAlive(server)).toBe(false);
    checkout.edit(LIVES, (text) => text.replace("this is not TypeScript\n", "").replace('status: "changed"', 'status: "ok"'));
    await vi.waitUntil(() => isAlive(server), PATIENCE);
    expect(await lives()).toBe("ok");
    expect(await speaksAs(server, users[0]!.token)).toMatchObject({ role: "job_seeker" });

    server.child.kill("SIGTERM");
    const { code, out, err } = await server.ended;
    expect({ code, lines: out.trimEnd().split("\n").length }).toEqual({ code: 0, lines: 1 });
    expect(err.match(/^Restarted in \d+ ms: src\/server\/http\/health\.ts changed\.$/gm)).toHaveLength(2);
  });

  test("leaves nothing behind when it is killed", async () => {
    await using server = await dev(["--no-watch"]);
    expect(await isAlive(server)).toBe(true);
    server.child.kill("SIGKILL");
    await vi.waitUntil(async () => !(await isAlive(server)), PATIENCE);
  });

  test("takes the next port where its own is taken", async () => {
    await using other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await using server = await dev(["--no-watch", "--port", String(port)]);
    expect(server.port).toBeGreaterThan(port);
  });

  test("tells why the server does not start", async () => {
    const { code, out } = await checkout.start(["dev", "--json"], { SUPABASE_JWT_SECRET: "hunter2" }).ended;
    expect({ code, document: JSON.parse(out) }).toMatchObject({ code: 4, document: { error: { code: "credentials" } } });
    expect(out).not.toContain("hunter2");
  });

  const missing = Object.values(SERVICES).includes(undefined);
  test.skipIf(missing)("starts services, fills them, and removes them when it ends", async () => {
    const folders = () => readdirSync(checkout.file("home")).filter((name) => name.startsWith("rolecall-service-"));
    await using server = await dev(["--services", "--no-watch"], { TMPDIR: checkout.file("home") });
    const { dependencies } = (await (await fetch(`${server.url}/readyz`)).json()) as { dependencies: { name: string; state: string }[] };
    expect(dependencies.map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ["chroma", "up"],
      ["mongodb", "up"],
      ["redis", "up"],
    ]);
    const client = await connectTo(server.port);
    client.send({ type: "connection_init", payload: { token: (server.document.users as User[])[0]!.token } });
    await client.next("connection_ack");
    const sessionId = await client.session();
    await client.command("message.send", { sessionId, clientMessageId: "m1", text: "remote TypeScript jobs in Germany" });
    const { content } = await client.next("ACTIVITY_SNAPSHOT");
    expect(content.items.length).toBeGreaterThan(0);
    expect(folders()).not.toEqual([]);
    server.child.kill("SIGINT");
    expect((await server.ended).code).toBe(0);
    expect(folders()).toEqual([]);
  });
});

describe("dev from a package", { timeout: 120_000 }, () => {
  test("serves from what was built, and follows nothing", async () => {
    using program = await builtProgram();
    const variables = { HOME: checkout.file("home") };
    const running = program.start(["dev", "--port", "0"], { variables });
    await running.says("Ctrl+C stops everything.");
    running.child.kill("SIGINT");
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    expect(out).not.toContain("src/");
    const services = await program.run(["dev", "--services"], { variables });
    expect(services).toMatchObject({ code: 2, out: "", err: expect.stringContaining("Run it from a checkout") });
  });
});

test("services cannot be started and left unused at once", async () => {
  const { code, err } = await rolecall(["dev", "--services", "--store", "embedded"], { variables: { HOME: "/nowhere" } });
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("--store embedded does not use them") });
});
