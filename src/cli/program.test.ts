import { describe, expect, test } from "vitest";
import { RolecallError } from "../engine/index.ts";
import type { Handlers } from "./handlers.ts";
import { buildProgram } from "./program.ts";
import { FailureDocument } from "./testing/documents.ts";
import { fakeSession } from "./testing/fake-session.ts";
import { rolecall } from "./testing/rolecall.ts";

interface Call {
  command: string;
  options: Record<string, unknown>;
  words: unknown[];
}

/** Handlers that only note what they were given. */
function recorder(answer: () => Promise<number> = async () => 0): { calls: Call[]; handlers: Handlers } {
  const calls: Call[] = [];
  const handler =
    (command: string) =>
    (_session: unknown, options: object, ...words: unknown[]) => {
      calls.push({ command, options: { ...options }, words });
      return answer();
    };
  const names = ["chat", "search", "seed", "serve", "dev", "sessions", "doctor", "token"] as const;
  return { calls, handlers: Object.fromEntries(names.map((name) => [name, handler(name)])) as unknown as Handlers };
}

async function parsed(...args: string[]): Promise<Call> {
  const { calls, handlers } = recorder();
  const { code, err } = await rolecall(args, { handlers });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return calls[0]!;
}

describe("what is typed reaches the command", () => {
  test.each([
    [["chat"], "chat", {}, [[]]],
    [[], "chat", {}, [[]]],
    [["-p", "night shifts"], "chat", { prompt: "night shifts" }, [[]]],
    [["chat", "night", "shifts", "in", "Leeds"], "chat", {}, [["night", "shifts", "in", "Leeds"]]],
    [["chat", "--", "--remote", "-5"], "chat", {}, [["--remote", "-5"]]],
    [["chat", "-5", "degrees"], "chat", {}, [["-5", "degrees"]]],
    [["chat", "-r", "-p", "x"], "chat", { resume: true, prompt: "x" }, [[]]],
    [["chat", "-r", "latest"], "chat", { resume: "latest" }, [[]]],
    [["chat", "--timeout", "2.5", "--max-cost", "0"], "chat", { timeout: 2.5, maxCost: 0 }, [[]]],
    [["search", "react", "developer"], "search", { k: 10 }, ["react developer"]],
    [["search", "x", "--filter", "country=Germany", "remote=remote", "--k", "3"], "search", { k: 3, filter: ["country=Germany", "remote=remote"] }, ["x"]],
    [["seed", "--only", "jobs,resumes", "--seed-value", "-4"], "seed", { only: ["jobs", "resumes"], seedValue: -4 }, []],
    [["sessions", "list"], "sessions", {}, ["list"]],
    [["sessions", "show", "abc", "--role", "employer"], "sessions", { role: "employer" }, ["show", "abc"]],
    [["sessions", "forget", "--user", "u1"], "sessions", { user: "u1" }, ["forget"]],
    [["doctor", "--only", "cache"], "doctor", { only: "cache" }, []],
    [["token", "--ttl", "60"], "token", { ttl: 60 }, []],
    [["serve"], "serve", { playground: true }, []],
    [
      ["serve", "--port", "0", "--strict-port", "--drain-timeout", "0", "--no-playground"],
      "serve",
      { port: 0, strictPort: true, drainTimeout: 0, playground: false },
      [],
    ],
    [["dev", "--services", "--no-watch"], "dev", { services: true, watch: false }, []],
  ])("rolecall %j", async (args, command, options, words) => {
    const call = await parsed(...args);
    expect(call).toMatchObject({ command, words, options });
  });

  test.each([
    ["before", ["--json", "-q", "--data-dir", "/d", "doctor"]],
    ["after", ["doctor", "--json", "-q", "--data-dir", "/d"]],
  ])("global flags stand %s the command", async (_, args) => {
    expect((await parsed(...args)).options).toMatchObject({ json: true, quiet: true, dataDir: "/d" });
  });

  test("flags that say no", async () => {
    expect((await parsed("doctor", "--no-color", "--no-input")).options).toMatchObject({ color: false, input: false });
  });
});

describe("help", () => {
  const all = [
    [],
    ["chat"],
    ["search"],
    ["seed"],
    ["serve"],
    ["dev"],
    ["sessions"],
    ...["list", "show", "export", "delete", "forget"].map((name) => ["sessions", name]),
    ["doctor"],
    ["token"],
  ];

  test.each(all)("rolecall %s %s --help has examples and fits into 100 columns", async (...words) => {
    const { code, out, err } = await rolecall([...words.filter((word) => word !== undefined), "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Examples:\n  $ ");
    expect(out.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  test("follows a narrower terminal", async () => {
    const { out } = await rolecall(["--help"], { terminal: true, columns: 80 });
    const beforeExamples = out.slice(0, out.indexOf("Examples:"));
    expect(beforeExamples.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("names the commands that can be typed, and no other", async () => {
    const { out } = await rolecall(["--help"]);
    expect([...out.matchAll(/^ {2}([a-z]+) .*[A-Z]/gm)].map(([, name]) => name)).toEqual([
      "chat",
      "search",
      "seed",
      "serve",
      "dev",
      "sessions",
      "doctor",
      "token",
    ]);
  });

  test("the version is printed alone", async () => {
    expect(await rolecall(["--version"])).toMatchObject({ code: 0, out: "1.2.3\n", err: "" });
    expect(await rolecall(["-V"])).toMatchObject({ code: 0, out: "1.2.3\n", err: "" });
  });
});

describe("what was typed wrongly", () => {
  const mistakes: [string[], string][] = [
    [["chat", "--promt", "x"], "There is no option --promt. Did you mean --prompt?"],
    [["chat", "-x"], 'There is no option -x. See "rolecall chat --help". Words that begin with a dash go after "--".'],
    [["doctor", "--zzz"], 'There is no option --zzz. See "rolecall doctor --help".'],
    [["--zzz"], 'There is no option --zzz. See "rolecall --help".'],
    [["chta"], 'There is no command "chta". Did you mean "chat"?'],
    [["find", "me", "work"], 'There is no command "find". A message is asked with: rolecall chat "find me work".'],
    [["sessions"], '"rolecall sessions" needs a command. Use one of list, show, export, delete, forget.'],
    [["sessions", "shw"], 'There is no command "shw". Did you mean "show"?'],
    [["sessions", "show"], 'The <id> is missing. Write "rolecall sessions show <id>".'],
    [["search"], 'The <query> is missing. Write "rolecall search <query...> [options]".'],
    [["seed", "extra", "words"], '"rolecall seed" does not take "extra, words". See "rolecall seed --help".'],
    [["chat", "-p"], 'The option --prompt needs a value. See "rolecall chat --help".'],
    [["search", "x", "--k", "abc"], 'The option --k does not take "abc". It must be a whole number above 0.'],
    [["search", "x", "--k", "0"], 'The option --k does not take "0". It must be a whole number above 0.'],
    [["search", "x", "--k", "1.5"], 'The option --k does not take "1.5". It must be a whole number above 0.'],
    [["chat", "--timeout", "1e12"], 'The option --timeout does not take "1e12". It must be a number of seconds above 0, at most 86400 (a day).'],
    [["chat", "--max-cost", "-1"], 'The option --max-cost does not take "-1". It must be an amount in USD, such as 0.05.'],
    [["seed", "--size", ""], 'The option --size does not take "". It must be a whole number above 0.'],
    [["seed", "--only", "people"], 'The option --only does not take "people". It must be one or more of employers,jobs,resumes.'],
    [["chat", "--role", "boss"], 'The option --role does not take "boss". Allowed choices are job_seeker, employer.'],
    [["doctor", "--store", "cloud"], 'The option --store does not take "cloud". Allowed choices are auto, embedded, services.'],
  ];

  test.each(mistakes)("%j is told on stderr", async (args, sentence) => {
    expect(await rolecall(args)).toMatchObject({ code: 2, out: "", err: `rolecall: ${sentence}\n` });
  });

  test.each(mistakes)("%j is told as one document", async (args, sentence) => {
    const { code, err, document } = await rolecall(["--json", ...args]);
    expect({ code, err }).toEqual({ code: 2, err: "" });
    const { error } = FailureDocument.parse(document());
    expect(`${error.message} ${error.hint}`).toBe(sentence);
  });
});

describe("a command that fails", () => {
  const failing = (error: Error) =>
    recorder(async () => {
      throw error;
    }).handlers;
  const corrupt = new RolecallError("storage_corrupt", "The store is damaged.", { hint: "Move it away." });

  test("says one sentence and a remedy on stderr, with the exit code of its kind", async () => {
    expect(await rolecall(["doctor"], { handlers: failing(corrupt) })).toMatchObject({
      code: 3,
      out: "",
      err: "rolecall: The store is damaged. Move it away.\n",
    });
  });

  test.each([["--json"], ["--output-format", "json"], ["--output-format=json"]])("prints one document with %s %s", async (...flags) => {
    const { code, err, document } = await rolecall(["chat", ...flags.filter((flag) => flag !== undefined)], { handlers: failing(corrupt) });
    expect({ code, err }).toEqual({ code: 3, err: "" });
    expect(document()).toEqual({
      schema_version: 1,
      error: { code: "storage_corrupt", message: "The store is damaged.", hint: "Move it away.", retryable: false },
    });
  });

  test("ends a stream with the result line", async () => {
    const { document } = await rolecall(["chat", "--output-format", "stream-json"], { handlers: failing(corrupt) });
    expect(document()).toMatchObject({ type: "result", schema_version: 1, error: { code: "storage_corrupt" } });
  });

  test("words after -- ask for no format", async () => {
    expect((await rolecall(["chat", "--", "--json"], { handlers: failing(corrupt) })).out).toBe("");
  });

  test("of which nothing was known shows its stack to --debug alone", async () => {
    const handlers = failing(new TypeError("x is not a function"));
    const told = "rolecall: Something unexpected went wrong: x is not a function. Run it again with --debug for details.\n";
    expect(await rolecall(["doctor"], { handlers })).toMatchObject({ code: 1, out: "", err: told });
    const { err } = await rolecall(["doctor", "--debug"], { handlers });
    expect(err.startsWith(told)).toBe(true);
    expect(err).toContain("program.test.ts");
  });

  test("the exit code of a command is the program's", async () => {
    expect((await rolecall(["doctor"], { handlers: recorder(async () => 100).handlers })).code).toBe(100);
  });

  test("outside of any command is told in the format that was asked for", () => {
    const session = fakeSession();
    expect(buildProgram({ version: "1", session }).fail(["chat", "--json"], new Error("Late"))).toBe(1);
    expect(JSON.parse(session.out())).toMatchObject({ error: { code: "internal" } });
  });
});
