import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { ChatDocument, FailureDocument } from "../testing/documents.ts";
import type { Surroundings } from "../testing/fake-session.ts";
import { rolecall } from "../testing/rolecall.ts";

const ESCAPE = "\u{1b}";
const QUESTION = "remote TypeScript jobs in Germany, at least 70k";

let store: SeededStore;
let folder: string;
beforeAll(async () => {
  store = await seededStore();
  folder = store.copy();
});
afterAll(() => store[Symbol.dispose]());

const chat = (args: string[], surroundings: Surroundings = {}) => rolecall(["chat", "--data-dir", folder, ...args], surroundings);
const ask = async (...args: string[]) => ChatDocument.parse((await chat([...args, "--json"])).document());

describe("an answer as text", () => {
  test("is matches and Markdown on stdout, with the remarks on stderr", async () => {
    const { code, out, err } = await chat(["-p", QUESTION]);
    expect(code).toBe(0);
    expect(out).toMatch(/^1 {2}TypeScript Developer .* strong\n/);
    expect(out).toMatch(/^- \*\*TypeScript Developer .*\[1\]/m);
    expect(out.endsWith("\n")).toBe(true);
    expect(out).not.toContain(ESCAPE);
    expect(err).toContain("“at least 70k” is taken as 70,000 EUR a year.\n");
  });

  test("has its Markdown set on a terminal, as in the chat", async () => {
    const { out } = await chat(["-p", QUESTION], { terminal: true });
    expect(out).not.toContain("**");
    expect(out).toContain(`${ESCAPE}[1mTypeScript Developer`);
    expect(out).toMatch(/listed\.\n\n.*•/);
    expect(out.trimEnd()).toMatch(/"why is 1 above 2\?"\.$/);
  });

  test("says the same to a terminal and to a pipe", async () => {
    const words = (text: string) => text.replaceAll(/\u{1b}\[[\d;]*m|\*\*|^\s*[-•]/gmu, "").match(/[\p{L}\d]+/gu);
    const [piped, shown] = [await chat(["-p", QUESTION]), await chat(["-p", QUESTION], { terminal: true, columns: 100 })];
    expect(words(shown.out)).toEqual(words(piped.out));
  });

  test.each([
    ["--no-color", ["--no-color"], {}],
    ["NO_COLOR", [], { NO_COLOR: "1" }],
    ["TERM=dumb", [], { TERM: "dumb" }],
  ])("has no colours with %s", async (_, flags, variables) => {
    const { out } = await chat(["-p", QUESTION, ...flags], { terminal: true, variables });
    expect(out).not.toContain(ESCAPE);
    expect(out).not.toContain("**");
  });

  test("is drawn in ASCII with --ascii", async () => {
    const { out } = await chat(["-p", QUESTION, "--ascii"], { terminal: true });
    expect(out).not.toMatch(/[━─█•·]/);
  });

  test("comes without remarks with --quiet", async () => {
    expect((await chat(["-p", QUESTION, "-q"])).err).toBe("");
  });

  test("keeps to the width of the terminal", async () => {
    const { out } = await chat(["-p", QUESTION, "--no-color"], { terminal: true, columns: 60 });
    expect(out.split("\n").filter((line) => line.length > 60)).toEqual([]);
  });
});

describe("the message", () => {
  test.each([
    ["-p", ["-p", "night shifts as a nurse in Leeds"], {}],
    ["words", ["night", "shifts", "as", "a", "nurse", "in", "Leeds"], {}],
    ["stdin", [], { stdin: "night shifts as a nurse in Leeds\n" }],
    ["stdin by -p -", ["-p", "-"], { stdin: "night shifts as a nurse in Leeds" }],
  ])("comes from %s", async (_, args, surroundings) => {
    const { document } = await chat([...args, "--json"], surroundings);
    const { session_id } = ChatDocument.parse(document());
    const { out } = await rolecall(["sessions", "show", session_id!, "--data-dir", folder]);
    expect(out).toMatch(/^You: night shifts as a nurse in Leeds\n\nRolecall: /);
  });

  test.each([
    ["twice", ["-p", "a", "b"], {}, "usage", "The message is given twice, with -p and as an argument."],
    ["that is not there", ["-p", "-"], {}, "invalid_input", "There is nothing on stdin to answer."],
    ["that is left out", [], {}, "usage", "There is no message to answer."],
    ["that is left out on a terminal", [], { terminal: true }, "usage", "There is no message to answer."],
    ["of spaces", ["-p", "  "], {}, "invalid_input", "The message is empty."],
    ["that is too long", ["-p", "x".repeat(32_001)], {}, "message_too_long", "The message has 32,001 characters; 32,000 are allowed."],
  ])("%s is refused with exit code 2", async (_, args, surroundings, code, message) => {
    const outcome = await chat([...args, "--json"], surroundings);
    expect(outcome).toMatchObject({ code: 2, err: "" });
    expect(outcome.document().error).toMatchObject({ code, message, hint: expect.stringMatching(/\.$/) });
  });

  test("that is empty is refused on stderr where text is wanted", async () => {
    expect(await chat(["-p", ""])).toMatchObject({ code: 2, out: "", err: "rolecall: The message is empty. Say what you are looking for.\n" });
  });

  test("may be left out where nobody sits: a turn of each role is played", async () => {
    for (const surroundings of [{}, { stdin: "\n" }]) {
      const { code, out } = await chat([], surroundings);
      expect(code).toBe(0);
      expect(out).toContain("# A job seeker asks: ");
      expect(out).toContain("# An employer asks: ");
    }
  });

  test("may be left out on a terminal with --no-input", async () => {
    expect((await chat(["--no-input"], { terminal: true })).out).toContain("# An employer asks: ");
  });
});

describe("a session", () => {
  test("goes on with -r, by its id or as the latest", async () => {
    const { session_id } = await ask("-p", QUESTION);
    expect((await ask("-r", session_id!, "-p", "only senior ones")).session_id).toBe(session_id);
    const detail = await ask("-r", "latest", "-p", "tell me about 1");
    expect(detail.session_id).toBe(session_id);
    expect(detail.matches).toHaveLength(1);
    expect((await ask("-r", "-p", "why is 1 above 2?")).session_id).toBe(session_id);
  });

  test.each(["nonsense", "00000000-0000-4000-8000-000000000000"])("%s is not there", async (id) => {
    const { code, document } = await chat(["-r", id, "-p", "more", "--json"]);
    expect(code).toBe(2);
    expect(FailureDocument.parse(document()).error).toEqual({
      code: "not_found",
      message: `There is no session ${id} of this user.`,
      hint: 'See "rolecall sessions list".',
      retryable: false,
    });
  });

  test("of another role is not there", async () => {
    const { session_id } = await ask("-p", QUESTION);
    const { code, err } = await chat(["-r", session_id!, "--role", "employer", "-p", "more"]);
    expect({ code, err }).toEqual({ code: 2, err: `rolecall: There is no session ${session_id} of this user. See "rolecall sessions list".\n` });
  });

  test("cannot be the latest where there is none", async () => {
    const { code, err } = await chat(["-r", "latest", "--user", "somebody new", "-p", "more"]);
    expect({ code, err }).toEqual({ code: 2, err: "rolecall: There is no session to go on with. Start one without --resume.\n" });
  });
});

describe("who asks", () => {
  test.each([
    ["employer", SEEKER.userId, "is not an employer. Pass --role job_seeker, or another --user."],
    ["job_seeker", EMPLOYER.userId, "is not a job seeker. Pass --role employer, or another --user."],
  ])("cannot be an %s who is the other", async (role, user, told) => {
    expect(await chat(["--role", role, "--user", user, "-p", "x"])).toMatchObject({ code: 2, out: "", err: `rolecall: The user ${user} ${told}\n` });
  });

  test("may be somebody nothing is known of", async () => {
    expect(await ask("--user", "somebody new", "-p", "nurse in Leeds")).toMatchObject({ user_id: "somebody new", role: "job_seeker" });
  });
});
