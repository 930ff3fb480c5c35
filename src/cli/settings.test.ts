import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "../engine/testing/temporary-folder.ts";
import { settingsFor } from "./settings.ts";
import { FailureDocument } from "./testing/documents.ts";
import { fakeSession } from "./testing/fake-session.ts";
import { rolecall } from "./testing/rolecall.ts";

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

const settings = (options: Parameters<typeof settingsFor>[1], variables: Record<string, string> = {}) =>
  settingsFor(fakeSession({ cwd: folder.path, variables: { HOME: folder.path, ...variables } }), options);

describe("settings", () => {
  test("are taken from a flag over the environment over the env file over the config file", () => {
    writeFileSync(
      folder.file("config.json"),
      '{"ROLECALL_MODEL": "from config", "ROLECALL_PAGE_SIZE": 7, "ROLECALL_STORE": "embedded", "ROLECALL_RECENT_MESSAGES": 3}',
    );
    writeFileSync(folder.file("env"), 'ROLECALL_MODEL="from env file"\nROLECALL_PAGE_SIZE=8\nROLECALL_STORE=embedded\n');
    const merged = settings(
      { config: "config.json", envFile: "env", model: "from flag" },
      { ROLECALL_MODEL: "from environment", ROLECALL_PAGE_SIZE: "9", ROLECALL_STORE: "" },
    );
    expect(merged).toMatchObject({
      ROLECALL_MODEL: "from flag",
      ROLECALL_PAGE_SIZE: 9,
      ROLECALL_STORE: "embedded",
      ROLECALL_RECENT_MESSAGES: 3,
      ROLECALL_SUMMARY_EVERY: 6,
    });
  });

  test("name the data folder from XDG_DATA_HOME, else from the home folder, else as told", () => {
    expect(settings({}, { XDG_DATA_HOME: "/data" }).dataDir).toBe("/data/rolecall");
    expect(settings({}, { HOME: "/home/me" }).dataDir).toBe("/home/me/.local/share/rolecall");
    expect(settings({ dataDir: "here" }).dataDir).toBe(folder.file("here"));
  });

  test.each([
    [{}, "silent"],
    [{ verbose: true }, "info"],
    [{ debug: true }, "debug"],
  ])("log nothing that was not asked for: %j", (options, level) => {
    expect(settings(options).ROLECALL_LOG_LEVEL).toBe(level);
  });
});

describe("settings that cannot be used are named", () => {
  const refused: [string, { variables?: Record<string, string>; files?: Record<string, string>; args?: string[]; exit?: number }, string, string][] = [
    [
      "a number",
      { variables: { ROLECALL_PAGE_SIZE: "abc" } },
      'ROLECALL_PAGE_SIZE cannot be "abc": it must be a whole number, 1 or more.',
      "Correct or unset ROLECALL_PAGE_SIZE.",
    ],
    [
      "a choice",
      { variables: { ROLECALL_STORE: "cloud" } },
      'ROLECALL_STORE cannot be "cloud": it takes auto, embedded, services.',
      "Correct or unset ROLECALL_STORE.",
    ],
    [
      "a URL",
      { variables: { OPENAI_BASE_URL: "nonsense" } },
      'OPENAI_BASE_URL cannot be "nonsense": it must be a URL that begins with http:// or https://.',
      "Correct or unset OPENAI_BASE_URL.",
    ],
    [
      "a URL with a password",
      { variables: { OPENAI_BASE_URL: "ftp://me:hunter2@host" } },
      "OPENAI_BASE_URL has a value that does not fit: it must be a URL",
      "Correct or unset OPENAI_BASE_URL.",
    ],
    [
      "a secret",
      { variables: { MONGODB_URI: "hunter2" } },
      "MONGODB_URI has a value that does not fit: it must be a URL that begins with mongodb://",
      "Correct or unset MONGODB_URI.",
    ],
    [
      "services of which one is named",
      { args: ["--store", "services"], variables: { MONGODB_URI: "mongodb://me:hunter2@host/db" } },
      "The store is to be the services, but CHROMA_URL, REDIS_URL are not set.",
      "Set it, or use --store auto, which keeps in the embedded store what has no service.",
    ],
    ["no home folder", { variables: { HOME: "" } }, "There is no home directory to keep the embedded store in.", "Set ROLECALL_DATA_DIR, or pass --data-dir."],
    [
      "a config file that is not there",
      { args: ["--config", "none.json"], exit: 2 },
      "The file none.json given with --config cannot be read.",
      "Check its name and permissions.",
    ],
    [
      "a config file that is not JSON",
      { args: ["--config", "c"], files: { c: "{" }, exit: 2 },
      "The file c given with --config is not JSON.",
      "It must be one JSON object.",
    ],
    [
      "a config file that is a list",
      { args: ["--config", "c"], files: { c: "[]" }, exit: 2 },
      "The file c given with --config is not a JSON object.",
      "Write for instance",
    ],
    [
      "an unknown setting",
      { args: ["--config", "c"], files: { c: '{"ROLECALL_MODLE": "x"}' } },
      'The file c has an unknown setting "ROLECALL_MODLE".',
      "The README lists the settings.",
    ],
    [
      "a setting of a wrong kind",
      { args: ["--config", "c"], files: { c: '{"ROLECALL_MODEL": {}}' } },
      "The setting ROLECALL_MODEL in c is neither text nor a number.",
      "Correct it, or leave it out.",
    ],
    [
      "an env file that is not there",
      { args: ["--env-file", "none"], exit: 2 },
      "The file none given with --env-file cannot be read.",
      "Check its name and permissions.",
    ],
    [
      "an env file that is a folder",
      { args: ["--env-file", "."], exit: 2 },
      "The file . given with --env-file cannot be read.",
      "Check its name and permissions.",
    ],
  ];

  test.each(refused)("%s", async (_, { variables = {}, files = {}, args = [], exit = 4 }, message, remedy) => {
    mkdirSync(folder.file("home"));
    for (const [name, text] of Object.entries(files)) writeFileSync(folder.file(name), text);
    const surroundings = { cwd: folder.path, variables: { HOME: folder.file("home"), ...variables } };
    const { code, out, err } = await rolecall(["search", "nurse", ...args], surroundings);
    expect({ code, out }).toEqual({ code: exit, out: "" });
    expect(err).toMatch(/^rolecall: .*\.\n$/);
    expect(err).toContain(message);
    expect(err).toContain(remedy);

    const json = await rolecall(["search", "nurse", "--json", ...args], surroundings);
    expect({ code: json.code, err: json.err }).toEqual({ code: exit, err: "" });
    expect(FailureDocument.parse(json.document()).error.message).toContain(message);
    expect(`${err}${json.out}`).not.toContain("hunter2");
  });
});
