import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import {
  ChatDocument,
  ChatResult,
  DoctorDocument,
  FailureDocument,
  SearchDocument,
  SeedDocument,
  SessionDocument,
  SessionsDocument,
  TokenDocument,
} from "../testing/documents.ts";
import { rolecall } from "../testing/rolecall.ts";

let store: SeededStore;
let folder: string;
beforeAll(async () => {
  store = await seededStore();
  folder = store.copy();
});
afterAll(() => store[Symbol.dispose]());

const json = (...args: string[]) => rolecall([...args, "--json", "--data-dir", folder]);
const QUESTION = "remote TypeScript jobs in Germany, at least 70k";

describe("chat --json", () => {
  test("is one document with the answer, its matches and what it took", async () => {
    const { code, document } = await json("chat", "-p", QUESTION);
    expect(code).toBe(0);
    const chat = ChatDocument.parse(document());
    expect(chat).toMatchObject({ role: "job_seeker", user_id: SEEKER.userId, cache: "miss", cost_usd: 0, degraded: [] });
    expect(chat.matches.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => "job"));
    expect(chat.response).toContain("[1]");
    expect(chat.citations[0]).toEqual({ n: 1, id: chat.matches[0]!.id });
    expect(chat.notices).toContainEqual({ code: "assumption", text: "“at least 70k” is taken as 70,000 EUR a year." });
  });

  test("tells the first event, the first word and the end in the order they came", async () => {
    const { document } = await json("chat", "-p", "night shifts as a nurse in Leeds");
    const { first_event, first_token, total } = ChatDocument.parse(document()).latency_ms;
    expect(first_event).toBeGreaterThan(0);
    expect(first_token).toBeGreaterThanOrEqual(first_event!);
    expect(total).toBeGreaterThanOrEqual(first_token!);
  });

  test("holds candidates without contact data for an employer", async () => {
    const { document } = await json("chat", "--role", "employer", "-p", "senior ICU nurses near Manchester");
    const chat = ChatDocument.parse(document());
    expect(chat).toMatchObject({ role: "employer", user_id: EMPLOYER.userId });
    expect(chat.matches[0]?.kind).toBe("candidate");
  });

  test("is whole when the answer fails", async () => {
    const { code, document } = await json("chat", "-p", "");
    expect(code).toBe(2);
    expect(ChatDocument.parse(document()).error).toEqual({
      code: "invalid_input",
      message: "The message is empty.",
      hint: "Say what you are looking for.",
      retryable: false,
    });
  });
});

describe("chat --output-format stream-json", () => {
  const stream = (...args: string[]) => rolecall(["chat", ...args, "--output-format", "stream-json", "--data-dir", folder]);
  const lines = (out: string) =>
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  test("prints the events of the engine one a line, then the document", async () => {
    const { code, out } = await stream("-p", "remote React jobs in Germany");
    expect(code).toBe(0);
    const [first, ...rest] = lines(out);
    expect(first).toMatchObject({ type: "turn-start", created: true });
    const types = rest.map(({ type }) => type);
    expect(types.filter((type) => !type.startsWith("step-")).slice(0, 5)).toEqual(["title", "intent-understood", "matches-found", "text-start", "text-delta"]);
    expect(types.slice(-2)).toEqual(["turn-end", "result"]);
    const result = ChatResult.parse(rest.at(-1));
    expect(result.response).toBe(
      rest
        .filter(({ type }) => type === "text-delta")
        .map(({ text }) => text)
        .join(""),
    );
    expect(result.session_id).toBe(first.sessionId);
  });

  test("ends with the document when the turn fails, too", async () => {
    const { code, out } = await stream("-p", " ");
    expect(code).toBe(2);
    expect(lines(out).map(({ type }) => type)).toEqual(["turn-error", "result"]);
    expect(ChatResult.parse(lines(out).at(-1)).error?.code).toBe("invalid_input");
  });
});

test("search --json holds the filters that were read and given, and the matches", async () => {
  const { code, document } = await json("search", "react developer in Germany", "--filter", "remote=remote", "--k", "2");
  expect(code).toBe(0);
  const found = SearchDocument.parse(document());
  expect(found.query).toBe("react developer in Germany");
  expect(found.filters).toMatchObject({ places: [{ country: "DE" }], remote: ["remote"] });
  expect(found.matches.map(({ rank }) => rank)).toEqual([1, 2]);
});

test("seed --json counts what it wrote, and the same data has the same fingerprint", async () => {
  const [first, second] = [await json("seed", "--size", "30", "--dry-run"), await json("seed", "--size", "30")];
  const [checked, seeded] = [SeedDocument.parse(first.document()), SeedDocument.parse(second.document())];
  expect(checked.fingerprint).toBe(seeded.fingerprint);
  expect(seeded.collections).toMatchObject([
    { name: "employers", inserted: 0, updated: 0, unchanged: 40 },
    { name: "jobs", inserted: 0, updated: 0, unchanged: 30 },
    { name: "resumes", inserted: 0, updated: 0, unchanged: 30 },
  ]);
});

describe("sessions --json", () => {
  test("list, show and export hold what was said", async () => {
    const asked = ChatDocument.parse((await json("chat", "-p", "forklift driver in Rotterdam")).document());
    const { sessions } = SessionsDocument.parse((await json("sessions", "list")).document());
    expect(sessions[0]).toMatchObject({ session_id: asked.session_id, title: "forklift driver in Rotterdam", status: "active" });
    for (const action of ["show", "export"]) {
      const { messages } = SessionDocument.parse((await json("sessions", action, asked.session_id!)).document());
      expect(messages.map(({ role, text }) => [role, text])).toEqual([
        ["user", "forklift driver in Rotterdam"],
        ["assistant", asked.response],
      ]);
    }
  });

  test("delete and forget say what is gone", async () => {
    const asked = ChatDocument.parse((await json("chat", "-p", "baker in Lyon")).document());
    expect((await json("sessions", "delete", asked.session_id!, "-y")).document()).toEqual({ schema_version: 1, deleted: asked.session_id });
    expect(FailureDocument.parse((await json("sessions", "show", asked.session_id!)).document()).error.code).toBe("not_found");
    const forgotten = (await json("sessions", "forget", "--user", EMPLOYER.userId, "-y")).document();
    expect(forgotten).toEqual({ schema_version: 1, forgotten: EMPLOYER.userId, sessions: 1 });
  });
});

test("doctor --json names every check", async () => {
  const { code, document } = await json("doctor");
  expect(code).toBe(0);
  const { ok, checks } = DoctorDocument.parse(document());
  expect(ok).toBe(true);
  expect(checks.map(({ id }) => id)).toEqual(["node", "history", "catalogue", "vectors", "cache", "embeddings", "chat-model"]);
});

describe("token --json", () => {
  const secret = "a secret of the project that is long enough";
  const variables = { ROLECALL_DATA_DIR: "/nowhere", SUPABASE_JWT_SECRET: secret, SUPABASE_URL: "https://portal.example/" };

  test("is a token that the server accepts until it expires", async () => {
    const { code, document } = await rolecall(["token", "--role", "employer", "--ttl", "600", "--json"], { variables });
    expect(code).toBe(0);
    const { token, expires_at } = TokenDocument.parse(document());
    const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ["HS256"],
      audience: "authenticated",
      issuer: "https://portal.example/auth/v1",
    });
    expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT" });
    expect(payload).toMatchObject({ sub: EMPLOYER.userId, role: "authenticated", app_metadata: { role: "employer" } });
    expect(payload.exp! - payload.iat!).toBe(600);
    expect(new Date(payload.exp! * 1000).toISOString()).toBe(expires_at);
  });

  test("is alone on stdout without --json", async () => {
    const { out, err } = await rolecall(["token", "--user", "u-7"], { variables });
    const { payload } = await jwtVerify(out.trimEnd(), new TextEncoder().encode(secret));
    expect({ sub: payload.sub, err }).toEqual({ sub: "u-7", err: "" });
  });

  test.each([
    [{}, "SUPABASE_JWT_SECRET is not set"],
    [{ SUPABASE_JWT_SECRET: "hunter2" }, "SUPABASE_JWT_SECRET has 7 bytes"],
  ])("is not signed with %j", async (given, told) => {
    const { code, out, document } = await rolecall(["token", "--json"], { variables: { ROLECALL_DATA_DIR: "/nowhere", ...given } });
    expect(code).toBe(4);
    expect(FailureDocument.parse(document()).error).toMatchObject({ code: "credentials", message: expect.stringContaining(told) });
    expect(out).not.toContain("hunter2");
  });
});
