import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PROJECT_ID } from "../../../fixtures/langsmith/handlers.ts";
import { type LangSmithServer, langsmithServer } from "../../../fixtures/langsmith/server.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { langsmithSender } from "./langsmith-sender.ts";
import type { SentRun } from "./langsmith-trace.ts";

const KEY = "lsv2_pt_0123456789";
const REST_MS = 30_000;

beforeEach(() => {
  // What the client prints would be written over a chat.
  for (const level of ["log", "warn", "error"] as const) vi.spyOn(console, level);
});
afterEach(() => {
  for (const level of ["log", "warn", "error"] as const) expect(console[level]).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function run(name = "turn"): SentRun {
  const id = crypto.randomUUID();
  const started = new Date();
  const dotted_order = `${started.toISOString().replace(/[-:.Z]/g, "")}000Z${id}`;
  return {
    id,
    name,
    run_type: "chain",
    trace_id: id,
    dotted_order,
    project_name: "portal",
    start_time: started.getTime(),
    end_time: started.getTime() + 5,
    inputs: { said: name },
    outputs: {},
    tags: ["job_seeker"],
  };
}

function sender(server: Pick<LangSmithServer, "url">) {
  const log = recordedLog();
  return Object.assign(langsmithSender({ apiKey: KEY, endpoint: server.url, project: "portal" }, log), { log });
}

/** Waits until so many runs came: a busy machine may need longer than leaving would wait. */
async function arrival(server: LangSmithServer, count: number): Promise<void> {
  await vi.waitFor(() => expect(server.runs.size).toBe(count), { timeout: 10_000 });
}

/** Milliseconds that something takes. */
async function msOf(work: PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return performance.now() - started;
}

describe("runs", () => {
  test.each([
    ["packed", {}, "gzip", "/runs/multipart"],
    ["unpacked, where it unpacks nothing", { gzip: false }, null, "/runs/multipart"],
    ["as JSON, where it is of an older make", { multipart: false }, null, "/runs/batch"],
  ])("reach LangSmith %s", async (_, abilities, encoding, path) => {
    await using server = await langsmithServer(abilities);
    await using sending = sender(server);
    sending.send([run("one"), run("other")]);
    await arrival(server, 2);
    expect([...server.runs.values()]).toEqual([
      expect.objectContaining({ name: "one", session_name: "portal", inputs: { said: "one" }, tags: ["job_seeker"] }),
      expect.objectContaining({ name: "other" }),
    ]);
    expect(server.requests.at(-1)).toMatchObject({ path, encoding, apiKey: KEY });
  });

  test("that come while others are on their way go together with the next request", async () => {
    await using server = await langsmithServer();
    await using sending = sender(server);
    sending.send([run("first")]);
    await server.nextRequest();
    await server.nextRequest();
    for (let turn = 0; turn < 20; turn += 1) sending.send([run(`later ${turn}`)]);
    await arrival(server, 21);
    expect(server.requests.map(({ path }) => path)).toEqual(["/info", "/runs/multipart", "/runs/multipart"]);
  });

  test("are dropped by whole turns when more wait than may", async () => {
    await using server = await langsmithServer();
    server.behave("hangs");
    await using sending = sender(server);
    for (let turn = 0; turn < 5; turn += 1) sending.send(Array.from({ length: 400 }, () => run(`turn ${turn}`)));
    await server.nextRequest();
    server.behave("works");
    await arrival(server, 3 * 400);
    expect(new Set([...server.runs.values()].map(({ name }) => name))).toEqual(new Set(["turn 0", "turn 1", "turn 2"]));
  });

  test("are sent as little by a client that was closed as by none", async () => {
    await using server = await langsmithServer();
    const sending = sender(server);
    await sending[Symbol.asyncDispose]();
    sending.send([run()]);
    await sending.flush();
    expect(server.asked).toBe(0);
  });
});

describe("ratings", () => {
  const up = (runId: string) => ({ runId, score: 1 as const, comment: undefined });

  test.each([
    ["with the traces", {}, "/runs/multipart"],
    ["by themselves, where it is of an older make", { multipart: false }, "/feedback"],
  ])("reach LangSmith %s, after the run and by the project's id", async (_, abilities, path) => {
    await using server = await langsmithServer(abilities);
    await using sending = sender(server);
    const rated = run();
    sending.rate({ ...up(rated.id!), comment: "Good" });
    sending.send([rated]);
    await vi.waitFor(() => expect(server.feedback.size).toBe(1), { timeout: 10_000 });
    const [feedback] = server.feedback.values();
    expect(feedback).toMatchObject({ run_id: rated.id, trace_id: rated.id, session_id: PROJECT_ID, key: "user_score", score: 1, comment: "Good" });
    expect(server.requests.at(-1)).toMatchObject({ path, apiKey: KEY });

    sending.rate({ ...up(rated.id!), score: 0 });
    await vi.waitFor(() => expect([...server.feedback.values()]).toMatchObject([{ run_id: rated.id, score: 0 }]), { timeout: 10_000 });
    expect(server.requests.filter(({ path }) => path === "/sessions")).toHaveLength(1);
  });

  test("that are refused leave the traces alone", async () => {
    await using server = await langsmithServer({ reads: false });
    await using sending = sender(server);
    sending.send([run("one")]);
    sending.rate(up(crypto.randomUUID()));
    await vi.waitFor(() => expect(sending.log.lines).toHaveLength(1), { timeout: 10_000 });
    expect(sending.log.lines).toEqual([{ level: "warn", facts: { status: 403 }, text: "LangSmith refuses a rating." }]);
    sending.send([run("other")]);
    await arrival(server, 2);
    expect(server.feedback.size).toBe(0);
  });

  test("are lost in an outage, which is told of once", async () => {
    await using server = await langsmithServer();
    server.behave(503);
    await using sending = sender(server);
    for (let turn = 0; turn < 3; turn += 1) {
      sending.rate(up(crypto.randomUUID()));
      await sending.flush();
    }
    expect(sending.log.lines).toEqual([{ level: "warn", facts: { status: 503 }, text: expect.stringContaining("does not take traces") }]);
  });

  test("are waited for by whoever leaves", async () => {
    await using server = await langsmithServer();
    {
      await using sending = sender(server);
      const rated = run();
      sending.send([rated]);
      sending.rate(up(rated.id!));
    }
    expect(server.feedback.size).toBe(1);
  });
});

describe("an outage", () => {
  test.each([
    ["refuses with 500", 500, { status: 500 }],
    ["refuses the key", 401, { status: 401 }],
    ["takes no more for now", 429, { status: 429 }],
  ])("is told of once: LangSmith %s", async (_, status, why) => {
    await using server = await langsmithServer();
    server.behave(status);
    await using sending = sender(server);
    for (let turn = 0; turn < 3; turn += 1) {
      sending.send([run()]);
      await sending.flush();
    }
    expect(sending.log.lines).toEqual([{ level: "warn", facts: why, text: expect.stringContaining("does not take traces") }]);
    expect(server.asked).toBe(1);
  });

  test("is told of once: nobody listens", async () => {
    const server = await langsmithServer();
    await server[Symbol.asyncDispose]();
    await using sending = sender(server);
    sending.send([run()]);
    await sending.flush();
    sending.send([run()]);
    await sending.flush();
    expect(sending.log.lines).toEqual([{ level: "warn", facts: { reason: "ECONNREFUSED" }, text: expect.any(String) }]);
  });

  test("ends by itself", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    await using server = await langsmithServer();
    await using sending = sender(server);
    server.behave(503);
    sending.send([run("lost")]);
    await sending.flush();
    server.behave("works");
    sending.send([run("too soon")]);
    await sending.flush();
    expect(server.runs.size).toBe(0);

    vi.advanceTimersByTime(REST_MS);
    sending.send([run("kept")]);
    await arrival(server, 1);
    expect([...server.runs.values()].map(({ name }) => name)).toEqual(["kept"]);
    expect(sending.log.lines.map(({ level }) => level)).toEqual(["warn", "info"]);
  });
});

describe("leaving", () => {
  test("waits for what is on its way", async () => {
    await using server = await langsmithServer();
    {
      await using sending = sender(server);
      sending.send([run()]);
    }
    expect(server.runs.size).toBe(1);
  });

  test("waits two seconds at most for a LangSmith that does not answer, and leaves no request behind", async () => {
    await using server = await langsmithServer();
    server.behave("hangs");
    const sending = sender(server);
    sending.send([run()]);
    const took = await msOf(sending[Symbol.asyncDispose]());
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(4_000);
    expect(sending.log.lines).toEqual([]);
  });

  test("is at once where nothing was sent", async () => {
    await using server = await langsmithServer();
    expect(await msOf(sender(server)[Symbol.asyncDispose]())).toBeLessThan(100);
    expect(server.asked).toBe(0);
  });
});
