import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { ChatDocument, FailureDocument } from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

let store: SeededStore;
let folder: string;
beforeAll(async () => {
  store = await seededStore();
});
beforeEach(() => {
  folder = store.copy();
});
afterAll(() => store[Symbol.dispose]());

const run = (...args: string[]) => rolecall([...args, "--data-dir", folder]);

async function sessionAbout(text: string): Promise<string> {
  return ChatDocument.parse((await run("chat", "-p", text, "--json")).document()).session_id!;
}

test("none are listed in words", async () => {
  expect(await run("sessions", "list")).toMatchObject({ code: 0, out: "No sessions yet.\n", err: "" });
});

test("they are listed one a line, the newest first", async () => {
  const [first, second] = [await sessionAbout("nurse in Leeds"), await sessionAbout("baker\nin Lyon")];
  const { out } = await run("sessions", "list");
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d`;
  expect(out).toMatch(new RegExp(`^${second}  ${time}  baker in Lyon\n${first}  ${time}  nurse in Leeds\n$`));
  expect((await run("sessions", "list", "--role", "employer")).out).toBe("No sessions yet.\n");
});

test("an exported one is JSON over several lines, that opens in an editor", async () => {
  const id = await sessionAbout("nurse in Leeds");
  const { out } = await run("sessions", "export", id);
  expect(out).toContain('\n  "messages": [\n');
  expect(JSON.parse(out)).toMatchObject({ schema_version: 1, session: { session_id: id, user_id: SEEKER.userId } });
});

describe("deleting", () => {
  test("needs -y where nobody can be asked", async () => {
    const id = await sessionAbout("nurse in Leeds");
    const told = "rolecall: This cannot be undone, so it must be confirmed. Pass -y.\n";
    expect(await run("sessions", "delete", id)).toMatchObject({ code: 2, out: "", err: told });
    expect(await run("sessions", "forget", "--user", SEEKER.userId)).toMatchObject({ code: 2, out: "", err: told });
    expect((await run("sessions", "list")).out).toContain(id);
  });

  test.each([
    ["y\n", 0, "Deleted.\n"],
    ["n\n", 130, ""],
    ["", 130, ""],
  ])("asks on a terminal, and %j ends it with %i", async (stdin, code, out) => {
    const id = await sessionAbout("nurse in Leeds");
    const asked = await rolecall(["sessions", "delete", id, "--data-dir", folder], { terminal: true, stdin });
    expect(asked).toMatchObject({ code, out });
    expect(asked.err).toContain(`Delete the session ${id} for good? [y/N]`);
    expect((await run("sessions", "list")).out.includes(id)).toBe(code !== 0);
  });

  test("says so, and the session is gone", async () => {
    const id = await sessionAbout("nurse in Leeds");
    expect(await run("sessions", "delete", id, "-y")).toMatchObject({ code: 0, out: "Deleted.\n", err: "" });
    const { code, document } = await run("sessions", "show", id, "--json");
    expect(code).toBe(2);
    expect(FailureDocument.parse(document()).error.code).toBe("not_found");
  });

  test("what is not there is refused before anybody is asked", async () => {
    expect(await run("sessions", "delete", "abc")).toMatchObject({
      code: 2,
      out: "",
      err: 'rolecall: There is no session abc of this user. See "rolecall sessions list".\n',
    });
  });

  test("everything of a user takes the user's name", async () => {
    await sessionAbout("nurse in Leeds");
    expect(await run("sessions", "forget", "-y")).toMatchObject({ code: 2, out: "", err: "rolecall: It must be said whom to forget. Pass --user <id>.\n" });
    expect(await run("sessions", "forget", "-y", "--user", SEEKER.userId)).toMatchObject({ code: 0, out: "Forgotten: 1 session.\n" });
    expect(await run("sessions", "forget", "-y", "--user", EMPLOYER.userId)).toMatchObject({ code: 0, out: "Forgotten: 0 sessions.\n" });
    expect((await run("sessions", "list")).out).toBe("No sessions yet.\n");
  });
});
