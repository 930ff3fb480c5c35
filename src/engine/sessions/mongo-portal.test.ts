import { Binary, type Document, Int32, Long, ObjectId, UUID } from "mongodb";
import { describe, expect, test } from "vitest";
import type { MongoStore } from "../store/mongo.ts";
import { message, session } from "../testing/messages.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { SERVICES } from "../testing/services.ts";
import { mongoChatHistory } from "./mongo.ts";
import type { Session } from "./session.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const SECOND = "1c8f7b63-6a1d-4c54-8e7b-1d2a3b4c5d6e";
const USER = "65f1a2b3c4d5e6f708192a3b";
const AT = new Date("2026-03-01T12:00:00.123Z");

/** As PyMongo writes a UUID, by its representation: standard, of older versions, and turned into a string by hand. */
const forms: Record<string, (id: string) => UUID | Binary | string> = {
  "binary of subtype 4": (id) => new UUID(id),
  "binary of subtype 3": (id) => new Binary(new UUID(id).buffer, Binary.SUBTYPE_UUID_OLD),
  string: (id) => id,
};

/** No more than the portal's own plan has. */
const portalSession = (given: Document = {}): Document => ({
  ...{ user_id: new ObjectId(USER), role: "job_seeker", session_id: new UUID(CHAT), status: "active", title: "Nights" },
  ...{ last_interaction_at: AT, summary: null, created_at: AT, updated_at: AT },
  ...given,
});

const portalMessage = (seq: unknown, given: Document = {}): Document => ({
  ...{ session_id: new UUID(CHAT), user_id: new ObjectId(USER), seq, role: "user", payload_type: "text", text: `message ${String(seq)}` },
  ...{ structured: null, tokens_used: null, created_at: AT },
  ...given,
});

async function written(store: MongoStore, sessions: Document[], messages: Document[] = []): Promise<void> {
  await store.ready();
  if (sessions.length > 0) await store.collection("chat_sessions").insertMany(sessions);
  if (messages.length > 0) await store.collection("chat_messages").insertMany(messages);
}

describe.skipIf(SERVICES.mongodb === undefined)("what the portal wrote (skipped where there is no MongoDB)", () => {
  test.each(Object.keys(forms))("is found by a session id that is a %s", async (form) => {
    const id = forms[form]!;
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const sessions = [portalSession({ session_id: id(CHAT) })];
    await written(store, sessions, [portalMessage(1, { session_id: id(CHAT) }), portalMessage(2, { session_id: id(CHAT), turn_id: id(SECOND) })]);
    expect(await history.session(CHAT)).toMatchObject({ session_id: CHAT, user_id: USER });
    expect(await history.sessionsOf(USER, "job_seeker", 5)).toHaveLength(1);
    expect((await history.messages(CHAT, { limit: 5 })).map(({ session_id, seq }) => [session_id, seq])).toEqual([
      [CHAT, 1],
      [CHAT, 2],
    ]);
    expect(await history.turn(CHAT, SECOND)).toHaveLength(1);
    expect((await history.append(message(CHAT, "next", { user_id: USER }), { title: "Days" })).message.seq).toBe(3);
    expect((await history.session(CHAT))?.title).toBe("Days");
    expect(await history.deleteUser(USER)).toEqual([CHAT]);
    expect(await store.collection("chat_messages").countDocuments()).toBe(0);
  });

  test.each(["65f1a2b3c4d5e6f708192a3b", "f3b4c5d6-0000-4000-8000-000000000001", "auth0|ada"])(
    "belongs to the user %s, however the id is stored",
    async (user) => {
      await using store = temporaryMongo();
      const history = mongoChatHistory(store);
      const stored = [user, ...(user.length === 24 ? [new ObjectId(user)] : []), ...(user.length === 36 ? [new UUID(user)] : [])];
      const sessions = stored.map((user_id) => portalSession({ user_id, session_id: new UUID() }));
      await written(store, sessions);
      expect((await history.sessionsOf(user, null, 10)).map(({ user_id }) => user_id)).toEqual(stored.map(() => user));
      expect(await history.deleteUser(user)).toHaveLength(stored.length);
    },
  );

  test("gets sensible values for what only Rolecall writes, and may hold more than Rolecall knows", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const _id = new ObjectId();
    await written(store, [portalSession({ __v: 0, tags: ["x"] })], [portalMessage(1, { _id, sentiment: { score: 0.5 } })]);
    const at = AT.toISOString();
    expect(await history.session(CHAT)).toEqual({
      ...session(CHAT, { user_id: USER, title: "Nights", last_interaction_at: at, created_at: at, updated_at: at }),
    });
    const id = _id.toHexString();
    expect(await history.messages(CHAT, { limit: 1 })).toEqual([
      { ...message(CHAT, id, { message_id: id, turn_id: id, user_id: USER, text: "message 1", created_at: at }), seq: 1 },
    ]);
  });

  test("is read when everything optional is missing, null, or typed by another driver", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const _id = ObjectId.createFromTime(AT.getTime() / 1000);
    const bare = { _id, session_id: new UUID(CHAT), user_id: USER, role: "employer" };
    const second = portalSession({
      ...{ session_id: SECOND, status: null, title: null, summary_through_seq: Long.fromNumber(2), search_state: { from: "elsewhere" } },
      ...{ last_interaction_at: "2026-03-01T14:00:00.123456+02:00", created_at: "2026-03-01T12:00:00", updated_at: null },
    });
    const messages = [
      portalMessage(new Int32(1), { payload_type: "salary_chart", text: null, tokens_used: Long.fromNumber(12), structured: [1], created_at: null }),
      portalMessage(Long.fromNumber(2), { status: "streaming", feedback: "up", usage: { prompt_tokens: 3 }, cost_usd: "free" }),
    ];
    await written(store, [bare, second], messages);
    expect(await history.session(CHAT)).toMatchObject({
      role: "employer",
      title: "Untitled",
      status: "active",
      last_interaction_at: "2026-03-01T12:00:00.000Z",
    });
    expect(await history.session(SECOND)).toMatchObject({
      ...{ title: "Untitled", status: "active", summary_through_seq: 2, search_state: null },
      ...{ last_interaction_at: "2026-03-01T12:00:00.123Z", created_at: "2026-03-01T12:00:00.000Z", updated_at: "2026-03-01T12:00:00.000Z" },
    });
    expect(await history.messages(CHAT, { limit: 5 })).toMatchObject([
      { seq: 1, payload_type: "text", text: "", tokens_used: 12, structured: null },
      { seq: 2, status: "complete", feedback: null, usage: null, cost_usd: null },
    ]);
  });

  test("leaves out what cannot be read at all, says so, and still fills its pages", async () => {
    const log = recordedLog();
    await using store = temporaryMongo({ log });
    const history = mongoChatHistory(store);
    const unreadable = [3, 4, 6].map((seq) => portalMessage(seq, { role: "moderator" }));
    await written(
      store,
      [portalSession(), portalSession({ session_id: SECOND, role: "admin" })],
      [...[1, 2, 5, 7].map((seq) => portalMessage(seq)), ...unreadable, portalMessage("nine"), portalMessage(null)],
    );
    expect(await history.sessionsOf(USER, null, 10)).toHaveLength(1);
    expect(await history.session(SECOND)).toBeNull();
    expect((await history.messages(CHAT, { limit: 3 })).map(({ seq }) => seq)).toEqual([2, 5, 7]);
    expect((await history.messages(CHAT, { before: 5, limit: 3 })).map(({ seq }) => seq)).toEqual([1, 2]);
    const lines = log.lines.filter(({ level }) => level === "warn");
    expect(lines[0]).toMatchObject({ facts: { fields: ["role"] }, text: "A document of the chat history cannot be read, and is left out." });
    expect(JSON.stringify(lines)).not.toMatch(/message \d|moderator/);
  });

  test("is listed page by page, with or without a date, a title or a message, and one that cannot be read ends no page", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const titled = (title: string | undefined, given: Document = {}) => portalSession({ session_id: new UUID(), title, ...given });
    const hour = (h: number) => new Date(`2026-03-01T0${h}:00:00.000Z`);
    await written(store, [
      titled("seven", { last_interaction_at: hour(7) }),
      ...[6, 6, 6].map((h) => titled("unreadable", { role: "moderator", last_interaction_at: hour(h) })),
      titled("five, a string", { last_interaction_at: "2026-03-01T07:00:00+02:00" }),
      titled("", { last_interaction_at: hour(4) }),
      titled("three, none", { last_interaction_at: null, updated_at: hour(3) }),
      titled(undefined, { last_interaction_at: hour(2) }),
      titled("one, of the portal's own", { session_id: CHAT, last_interaction_at: hour(1) }),
    ]);
    for (const limit of [1, 2, 3]) {
      const titles: string[] = [];
      for (let after: Session | undefined; titles.length < 20;) {
        const page: Session[] = await history.sessionsOf(USER, null, limit, after);
        titles.push(...page.map(({ title }) => title));
        if (page.length < limit) break;
        after = page.at(-1);
      }
      expect(titles).toEqual(["seven", "five, a string", "", "three, none", "Untitled", "one, of the portal's own"]);
    }
  });

  test.each(Object.keys(forms))("is listed page by page where many are of one moment and their ids are a %s", async (form) => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const ids = Array.from({ length: 5 }, (_, n) => `${n}e9a8c74-7b2e-4d65-9f8c-2e3b4c5d6e7f`);
    await written(
      store,
      ids.toReversed().map((id) => portalSession({ session_id: forms[form]!(id) })),
    );
    const first = await history.sessionsOf(USER, null, 2);
    const second = await history.sessionsOf(USER, null, 2, first.at(-1));
    const third = await history.sessionsOf(USER, null, 2, second.at(-1));
    expect([first, second, third].map((page) => page.map(({ session_id: id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  test("may be rated", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const answer = new ObjectId();
    await written(store, [portalSession()], [portalMessage(1), portalMessage(2, { _id: answer, role: "assistant" })]);
    expect(await history.setFeedback(CHAT, answer.toHexString(), { rating: "up" })).toMatchObject({ seq: 2, feedback: { rating: "up" } });
    expect((await store.collection("chat_messages").findOne({ _id: answer }))?.feedback).toEqual({ rating: "up" });
  });

  test("may be written without a client message id, as often as the portal likes", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    await written(store, [portalSession()], [portalMessage(1), portalMessage(2), portalMessage(3)]);
    expect(await history.messages(CHAT, { limit: 5 })).toHaveLength(3);
    await expect(store.collection("chat_messages").insertOne(portalMessage(3))).rejects.toMatchObject({ code: 11_000 });
  });
});

describe.skipIf(SERVICES.mongodb === undefined)("what the portal reads (skipped where there is no MongoDB)", () => {
  test("has the shapes of its own plan", async () => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const structured = { matches: [{ id: "x", score: 0.5 }] };
    await history.append(message(CHAT, "hello", { user_id: USER, structured, created_at: AT.toISOString() }), {}, session(CHAT, { user_id: USER }));
    await history.append(message(SECOND, "hi", { user_id: "ada" }), {}, session(SECOND));
    const found = (await store.collection("chat_sessions").findOne({ session_id: new UUID(CHAT) }))!;
    expect(Object.keys(found).toSorted()).toEqual([
      ...["_id", "created_at", "last_event_seq", "last_interaction_at", "role", "search_state", "session_id", "status"],
      ...["summary", "summary_through_seq", "title", "updated_at", "user_id"],
    ]);
    expect(found.session_id).toMatchObject({ sub_type: Binary.SUBTYPE_UUID });
    expect([found.created_at, found.updated_at, found.last_interaction_at].every((time) => time instanceof Date)).toBe(true);
    expect(found.user_id).toEqual(new ObjectId(USER));
    const stored = (await store.collection("chat_messages").findOne({ client_message_id: "hello" }))!;
    expect(Object.keys(stored).toSorted()).toEqual([
      ...["_id", "client_message_id", "cost_usd", "created_at", "feedback", "model", "payload_type", "role", "seq", "session_id", "status"],
      ...["structured", "text", "tokens_used", "turn_id", "usage", "user_id"],
    ]);
    expect(stored).toMatchObject({ session_id: { sub_type: Binary.SUBTYPE_UUID }, user_id: new ObjectId(USER), seq: 1, created_at: AT, structured });
    expect((await store.collection("chat_messages").findOne({ client_message_id: "hi" }))?.user_id).toBe("ada");
  });
});
