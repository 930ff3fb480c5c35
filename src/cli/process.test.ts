import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginStream, modelServer, says } from "../../fixtures/openai/server.ts";
import { type SeededStore, seededStore } from "../engine/testing/seeded-store.ts";
import { temporaryFolder } from "../engine/testing/temporary-folder.ts";
import { type BuiltProgram, builtProgram } from "./testing/built-program.ts";
import { ChatDocument, ChatResult, FailureDocument, SeedDocument } from "./testing/documents.ts";

let program: BuiltProgram;
let store: SeededStore;
let variables: Record<string, string>;
beforeAll(async () => {
  program = await builtProgram();
  store = await seededStore();
  variables = { ROLECALL_DATA_DIR: store.copy() };
});
afterAll(() => {
  program[Symbol.dispose]();
  store[Symbol.dispose]();
});

const QUESTION = "remote TypeScript jobs in Germany, at least 70k";
const FIRST_RUN = "First run: seeding the embedded store …\nSeeded the embedded store with 840 documents made up for trying Rolecall out.\n";

describe("the program", () => {
  test("knows its version and its help without a home folder or a store", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(await program.run(["--version"])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
    const { code, out, err } = await program.run(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Usage: rolecall /);
  });

  test("refuses what it does not know with exit code 2", async () => {
    expect(await program.run(["--bogus"])).toMatchObject({ code: 2, out: "", err: 'rolecall: There is no option --bogus. See "rolecall --help".\n' });
    expect(await program.run(["doctor", "--env-file", "none"])).toMatchObject({ code: 2, out: "" });
  });

  test.each([["chat", "-q", "-p", QUESTION], ["search", "-q", "developer"], ["--help"]])("is silent when nobody reads on: %s %s %s %s", async (...args) => {
    const { child, ended } = program.start(
      args.filter((arg) => arg !== undefined),
      { variables },
    );
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 0, signal: null, err: "" });
  });

  test("keeps its log for those who ask for it", async () => {
    await using server = await modelServer((response) => void response.writeHead(500).end());
    const ask = (...flags: string[]) =>
      program.run(["chat", "--json", "-p", "remote React jobs", ...flags], {
        variables: { ...variables, OPENAI_BASE_URL: server.url, ROLECALL_MODEL_RETRIES: "0" },
      });
    expect(await ask()).toMatchObject({ code: 0, err: "" });
    const { code, err } = await ask("--verbose");
    expect(code).toBe(0);
    const lines = err
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      expect.objectContaining({ level: 40, code: "model_unavailable", status: 500 }),
      expect.objectContaining({ level: 30, degraded: ["chat-model"], msg: "The turn ended." }),
    ]);
  });

  test.runIf(process.platform === "linux")("says when its answer cannot be written", async () => {
    const { code, err } = await program.run(["doctor"], { variables, stdout: "/dev/full" });
    expect(code).toBe(1);
    expect(err).toMatch(/^rolecall: .*ENOSPC.*\n$/);
  });
});

describe("the first run", () => {
  test("seeds the store and says so, the second does not", async () => {
    using home = temporaryFolder();
    const first = await program.run(["chat", "-p", QUESTION, "--json"], { variables: { XDG_DATA_HOME: home.path } });
    expect(first).toMatchObject({ code: 0, err: FIRST_RUN });
    const second = await program.run(["chat", "-p", "night nurse", "--json"], { variables: { XDG_DATA_HOME: home.path } });
    expect(second).toMatchObject({ code: 0, err: "" });
    for (const { out } of [first, second]) expect(ChatDocument.parse(JSON.parse(out)).error).toBeUndefined();
  });

  test("may be two commands at once", async () => {
    using home = temporaryFolder();
    const ask = (text: string) => program.run(["chat", "-p", text, "--json"], { variables: { HOME: home.path } });
    for (const { code, out } of await Promise.all([ask(QUESTION), ask("remote React jobs in Germany")])) {
      expect(code).toBe(0);
      expect(ChatDocument.parse(JSON.parse(out)).matches.length).toBeGreaterThan(0);
    }
    const { out } = await program.run(["doctor", "--only", "catalogue"], { variables: { HOME: home.path } });
    expect(out).toBe("ok    catalogue  400 jobs, 400 resumes, 40 employers\n");
  });

  test("that was killed is made up for by the next", async () => {
    using home = temporaryFolder();
    const options = { variables: { XDG_DATA_HOME: home.path } };
    const { child, says, ended } = program.start(["chat", "-p", QUESTION], options);
    await says("First run");
    setTimeout(() => child.kill("SIGKILL"), 300);
    await ended;
    const { code, out } = await program.run(["chat", "-p", QUESTION, "--json"], options);
    expect(code).toBe(0);
    expect(ChatDocument.parse(JSON.parse(out)).matches).toHaveLength(5);
  });
});

describe("input", () => {
  test.each([
    ["/dev/null", { pipe: "none" }],
    ["a pipe that nobody writes to", { pipe: "open" }],
    ["an empty pipe", ""],
  ] as const)("from %s plays a turn of each role", async (_, stdin) => {
    const { code, out } = await program.run([], { variables, stdin });
    expect(code).toBe(0);
    expect(out).toMatch(/# A job seeker asks: .*# An employer asks: /s);
    expect(out).toContain('ask with: rolecall chat -p "…"\n');
  });

  test("that is piped is answered, also when it comes late and in pieces", async () => {
    const { child, ended } = program.start(["chat", "--json"], { variables, stdin: { pipe: "open" } });
    child.stdin!.write("warehouse work ");
    setTimeout(() => child.stdin!.end("in Rotterdam\n"), 900);
    const { code, out } = await ended;
    expect(code).toBe(0);
    const { session_id } = ChatDocument.parse(JSON.parse(out));
    expect((await program.run(["sessions", "show", session_id!], { variables })).out).toMatch(/^You: warehouse work in Rotterdam\n/);
  });

  test("goes on with the last session", async () => {
    const first = ChatDocument.parse(JSON.parse((await program.run(["chat", "-p", QUESTION, "--json"], { variables })).out));
    const second = ChatDocument.parse(JSON.parse((await program.run(["chat", "-r", "latest", "-p", "tell me about 1", "--json"], { variables })).out));
    expect(second.session_id).toBe(first.session_id);
    expect(second.matches.map(({ id }) => id)).toEqual([first.matches[0]!.id]);
  });
});

describe("a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s during an answer ends with %i and a whole document", async (signal, exit) => {
    await using server = await modelServer((response) => {
      beginStream(response);
      response.write(says("There are several jobs"));
    });
    const running = program.start(["chat", "-p", QUESTION, "--output-format", "stream-json"], { variables: { ...variables, OPENAI_BASE_URL: server.url } });
    await running.says("There are several jobs");
    running.child.kill(signal);
    const { code, out, err } = await running.ended;
    expect({ code, err }).toEqual({ code: exit, err: "" });
    const result = ChatResult.parse(JSON.parse(out.trimEnd().split("\n").at(-1)!));
    expect(result).toMatchObject({ response: "There are several jobs", error: { code: "interrupted" } });
    expect(result.matches).toHaveLength(5);
  });

  test("during a seed ends with 130, and a second seed completes it", async () => {
    using home = temporaryFolder();
    const args = ["seed", "--size", "2000", "--batch", "100", "--json", "--data-dir", home.path];
    const { child, says, ended } = program.start(args);
    await says("Seeding");
    setTimeout(() => child.kill("SIGINT"), 700);
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(FailureDocument.parse(JSON.parse(out)).error).toMatchObject({ code: "interrupted", hint: "Run the same command again to go on." });
    const second = await program.run(args);
    expect(second.code).toBe(0);
    const { collections } = SeedDocument.parse(JSON.parse(second.out));
    expect(collections.map(({ inserted, unchanged }) => inserted + unchanged)).toEqual([40, 2000, 2000]);
  });

  test("during the first run's seeding is told like any other failure", async () => {
    using home = temporaryFolder();
    const { child, says, ended } = program.start(["chat", "-p", QUESTION, "--json"], { variables: { XDG_DATA_HOME: home.path } });
    await says("First run");
    child.kill("SIGINT");
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(FailureDocument.parse(JSON.parse(out)).error.code).toBe("interrupted");
  });
});
