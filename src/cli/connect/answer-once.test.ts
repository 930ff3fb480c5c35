import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import { EMPLOYER, SEEKER, type SeededStore, seededStore } from "../../engine/testing/seeded-store.ts";
import { ChatDocument, ChatResult, FailureDocument } from "../testing/documents.ts";
import type { Surroundings } from "../testing/fake-session.ts";
import { type Outcome, rolecall } from "../testing/rolecall.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

const QUESTION = "remote TypeScript jobs in Germany, at least 70k";
/** Whoever looks into it has not been connected. */
const ELSEWHERE = { ROLECALL_DATA_DIR: "/nonexistent", NO_COLOR: "1" };

let store: SeededStore;
let server: RealServer;
let tokens: Record<"seeker" | "employer", string>;
beforeAll(async () => {
  store = await seededStore();
  server = await realServer(store.copy());
  tokens = { seeker: await server.token(SEEKER), employer: await server.token(EMPLOYER) };
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  store[Symbol.dispose]();
});

const chat = (args: string[], { variables, ...surroundings }: Surroundings = {}) =>
  rolecall(["chat", "--connect", server.url, ...args], { ...surroundings, variables: { ...ELSEWHERE, ROLECALL_TOKEN: tokens.seeker, ...variables } });
const ask = async (...args: string[]) => ChatDocument.parse((await chat([...args, "--json"])).document());

/** What differs from turn to turn, whoever answers: ids, times, and scores, in which the age of a job counts. */
const VARIES =
  /"(?:sessionId|session_id|turnId|messageId|clientMessageId|id)":"[0-9a-f-]{36}(?::[a-z]+)?"|"(?:first_event|first_token|total|score|value|contribution)":[\d.]+/g;
const comparable = (text: string) => text.replaceAll(VARIES, (found) => `${found.split(":")[0]}:0`);

/** Neighbouring words as one: how they are cut is the business of whoever sends them. */
function events({ out }: Pick<Outcome, "out">): Record<string, unknown>[] {
  const all: Record<string, unknown>[] = [];
  for (const event of comparable(out)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)) {
    const last = all.at(-1);
    if (last?.type === "text-delta" && event.type === "text-delta") last.text = `${last.text as string}${event.text as string}`;
    else all.push(event);
  }
  return all;
}

describe("over a server an answer is what it is in this process", () => {
  let folder: string;
  let readers = 0;
  beforeAll(() => {
    folder = store.copy();
  });

  /** The same question of the same user, who has not asked before: answers are kept for a while. */
  async function both(...args: string[]): Promise<[connected: Outcome, own: Outcome]> {
    const userId = `reader ${++readers}`;
    const connected = await chat(["-p", QUESTION, "--token", await server.token({ userId, role: "job_seeker" }), ...args]);
    return [connected, await rolecall(["chat", "--data-dir", folder, "-p", QUESTION, "--user", userId, ...args], { variables: { NO_COLOR: "1" } })];
  }

  test("as text, with its remarks", async () => {
    const [connected, own] = await both();
    expect(own.err).toContain("70,000 EUR");
    expect({ code: connected.code, out: connected.out, err: connected.err }).toEqual({ code: 0, out: own.out, err: own.err });
  });

  test("as JSON", async () => {
    const [connected, own] = await both("--json");
    expect(connected).toMatchObject({ code: 0, err: "" });
    expect(ChatDocument.parse(connected.document()).matches).toHaveLength(5);
    expect(JSON.parse(comparable(connected.out))).toEqual(JSON.parse(comparable(own.out)));
  });

  test("as a stream of the engine's events", async () => {
    const [connected, own] = await both("--output-format", "stream-json");
    expect(connected).toMatchObject({ code: 0, err: "" });
    expect(ChatResult.parse(JSON.parse(connected.out.trimEnd().split("\n").at(-1)!)).matches).toHaveLength(5);
    expect(events(connected)).toEqual(events(own));
  });
});

describe("who asks", () => {
  test("is whom the token names", async () => {
    const { document } = await chat(["-p", "senior ICU nurses near Manchester", "--token", tokens.employer, "--json"]);
    const { role, user_id, matches } = ChatDocument.parse(document());
    expect({ role, user_id }).toEqual({ role: "employer", user_id: EMPLOYER.userId });
    expect(matches[0]?.kind).toBe("candidate");
  });

  test("may be said twice, but not differently", async () => {
    expect(await ask("-p", "x", "--role", "job_seeker", "--user", SEEKER.userId)).toMatchObject({ user_id: SEEKER.userId });
    const role = await chat(["-p", "x", "--role", "employer"]);
    expect(role).toMatchObject({ code: 2, out: "" });
    expect(role.err).toBe("rolecall: The token is that of a job seeker, and --role says employer. Leave out --role, or connect with another token.\n");
    const user = await chat(["-p", "x", "--user", "somebody"]);
    expect(user).toMatchObject({ code: 2, out: "" });
    expect(user.err).toContain(`The token is that of the user ${SEEKER.userId}, and --user says somebody.`);
  });

  test("needs a token that the server accepts", async () => {
    const { code, document, out } = await chat(["-p", "x", "--token", "a-canary-token", "--json"]);
    expect(code).toBe(4);
    expect(FailureDocument.parse(document()).error).toMatchObject({ code: "credentials", hint: expect.stringContaining("rolecall token") });
    expect(out).toContain(server.url);
    expect(out).not.toContain("canary");
  });
});

describe("-r", () => {
  test("latest goes on where the last answer ended", async () => {
    const first = await ask("-p", QUESTION);
    const second = await ask("-r", "latest", "-p", "tell me about 2");
    expect(second.session_id).toBe(first.session_id);
    expect(second.matches.map(({ id }) => id)).toEqual([first.matches[1]!.id]);
  });

  test("takes an id, but not that of somebody else", async () => {
    const { session_id } = await ask("-p", QUESTION);
    await ask("-p", "night shifts as a nurse in Leeds");
    expect(await ask("-r", session_id!, "-p", "more")).toMatchObject({ session_id });
    const { code, document } = await chat(["-r", session_id!, "-p", "more", "--token", tokens.employer, "--json"]);
    expect(code).toBe(2);
    expect(FailureDocument.parse(document()).error.code).toBe("not_found");
  });

  test("latest says where there is none", async () => {
    const token = await server.token({ userId: "somebody new", role: "job_seeker" });
    const { code, err } = await chat(["-r", "-p", "more", "--token", token]);
    expect({ code, err }).toEqual({ code: 2, err: "rolecall: There is no session to go on with. Start one without --resume.\n" });
  });
});

describe("an answer that is being written", () => {
  const WORDS = "There are several jobs";

  /** A server whose model begins an answer and never ends it. */
  async function slowServer() {
    const opened = new AsyncDisposableStack();
    const model = opened.use(await modelServer((response) => (beginStream(response), void response.write(says(WORDS)))));
    const { url } = opened.use(await realServer(store.copy(), { OPENAI_BASE_URL: model.url }));
    return { url, model, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  }
  const variables = () => ({ ...ELSEWHERE, ROLECALL_TOKEN: tokens.seeker });

  test("is stopped on the server by Ctrl+C, and what was said is kept", async () => {
    await using slow = await slowServer();
    const { code, out } = await rolecall(["chat", "--connect", slow.url, "-p", QUESTION, "--output-format", "stream-json"], {
      variables: variables(),
      meanwhile: (session) => {
        const watch = setInterval(() => {
          if (!session.out().includes(WORDS)) return;
          clearInterval(watch);
          session.receive("SIGINT");
        }, 5);
      },
    });
    expect(code).toBe(130);
    const [end, result] = out.trimEnd().split("\n").slice(-2);
    expect(JSON.parse(end!)).toMatchObject({ type: "turn-end", message: { text: WORDS, status: "cancelled" } });
    const document = ChatResult.parse(JSON.parse(result!));
    expect(document).toMatchObject({ response: WORDS, error: { code: "interrupted", hint: `Go on with "rolecall chat --connect ${slow.url} -r latest".` } });
    expect(document.matches).toHaveLength(5);
    await slow.model.hungUp;
  });

  test("is stopped by --timeout", async () => {
    await using slow = await slowServer();
    const { code, document } = await rolecall(["chat", "--connect", slow.url, "-p", QUESTION, "--timeout", "2", "--json"], { variables: variables() });
    expect(code).toBe(6);
    expect(ChatDocument.parse(document()).error).toMatchObject({ code: "time_limit", message: "The answer took longer than 2 s and was stopped." });
  });
});
