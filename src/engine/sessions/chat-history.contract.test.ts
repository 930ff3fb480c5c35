import { expect, test } from "vitest";
import { chatHistories } from "../testing/adapters.ts";
import { contract } from "../testing/contract.ts";
import { message, session } from "../testing/messages.ts";
import type { ChatHistory } from "./chat-history.ts";
import type { SessionKey } from "./session-order.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const SECOND = "1c8f7b63-6a1d-4c54-8e7b-1d2a3b4c5d6e";
const THIRD = "2d9a8c74-7b2e-4d65-9f8c-2e3b4c5d6e7f";

async function withChat(history: ChatHistory, texts: readonly string[] = [], sessionId = CHAT): Promise<void> {
  for (const [position, text] of ["hello", ...texts].entries()) {
    await history.append(message(sessionId, `${sessionId}:${text}`, { text }), {}, position === 0 ? session(sessionId) : undefined);
  }
}

const numbered = (n: number) => `${n}e9a8c74-7b2e-4d65-9f8c-2e3b4c5d6e7f`;
const at = (hour: number) => `2026-03-01T0${hour}:00:00.000Z`;

/** A session with a message for each number, from that hour of the day. */
async function withSessions(history: ChatHistory, hours: Record<number, number>): Promise<void> {
  for (const [n, hour] of Object.entries(hours)) {
    const id = numbered(Number(n));
    await history.append(message(id, `message ${n}`), {}, session(id, { last_interaction_at: at(hour) }));
  }
}

/** The numbers of ada's sessions, by pages of two. */
async function pagesOf(history: ChatHistory, between: (page: number) => Promise<unknown> = async () => {}): Promise<number[][]> {
  const pages: number[][] = [];
  for (let after: SessionKey | undefined; pages.length < 10;) {
    const page = await history.sessionsOf("ada", "job_seeker", 2, after);
    if (page.length === 0) break;
    pages.push(page.map(({ session_id: id }) => Number(id[0])));
    after = page.at(-1)!;
    await between(pages.length);
  }
  return pages;
}

contract("ChatHistory", chatHistories, ({ open, openTwo }) => {
  test("the first message opens its session, later ones count on", async () => {
    await using history = await open();
    const opening = session(CHAT, { title: "ICU jobs" });
    const first = message(CHAT, "one");
    expect(await history.append(first, {}, opening)).toEqual({ message: { ...first, seq: 1 }, duplicate: false });
    expect(await history.session(CHAT)).toEqual(opening);
    expect((await history.append(message(CHAT, "two"), {})).message.seq).toBe(2);
  });

  test("every field of a message and of a session comes back as it went in", async () => {
    await using history = await open();
    const opening = session(CHAT, {
      summary: "Seeks nights.",
      summary_through_seq: 4,
      last_event_seq: 9,
      search_state: { filters: { remote: ["remote"] }, query: "nurse", shown: ["x"], page: ["x"] },
    });
    const full = message(CHAT, "full", {
      ...{
        role: "assistant" as const,
        payload_type: "jobs" as const,
        text: "Zwölf 💙 jobs\n\0\tand «more»",
        structured: { matches: [{ id: "x", deep: [1, null] }] },
        tokens_used: 12,
      },
      ...{
        usage: { input: 10, output: 2, cached: 1 },
        cost_usd: 0.00012,
        model: "gpt-4o-mini",
        status: "interrupted" as const,
        feedback: { rating: "up" as const, text: "Good" },
      },
    });
    await history.append(full, {}, opening);
    expect(await history.messages(CHAT, { limit: 5 })).toEqual([{ ...full, seq: 1 }]);
    expect(await history.session(CHAT)).toEqual(opening);
  });

  test("fifty sends of one message at once write it once, and open one session", async () => {
    await using two = await openTwo();
    const sends = Array.from({ length: 50 }, (_, index) => {
      const id = crypto.randomUUID();
      return (index % 2 === 0 ? two.one : two.other).append(message(id, "same", { turn_id: "turn" }), {}, session(id));
    });
    const accepted = await Promise.all(sends);
    expect(accepted.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(accepted.map(({ message: { message_id, session_id, seq } }) => `${message_id} ${session_id} ${seq}`)).size).toBe(1);
    expect(await two.one.sessionsOf("ada", null, 100)).toHaveLength(1);
  });

  test("a repeated message changes nothing, not even its session", async () => {
    await using history = await open();
    await withChat(history);
    const before = await history.session(CHAT);
    const again = await history.append(message(CHAT, `${CHAT}:hello`, { text: "something else" }), { title: "Another" });
    expect(again).toMatchObject({ duplicate: true, message: { text: "hello", seq: 1 } });
    expect(await history.session(CHAT)).toEqual(before);
  });

  test("a client message id belongs to its user", async () => {
    await using history = await open();
    await history.append(message(CHAT, "same"), {}, session(CHAT));
    const other = await history.append(message(SECOND, "same", { user_id: "grace" }), {}, session(SECOND, { user_id: "grace" }));
    expect(other.duplicate).toBe(false);
    expect((await history.byClientMessageId("ada", "same"))?.session_id).toBe(CHAT);
    expect((await history.byClientMessageId("grace", "same"))?.session_id).toBe(SECOND);
    expect(await history.byClientMessageId("nobody", "same")).toBeNull();
  });

  test("messages sent at once over two connections have no gap and no double in their numbers", async () => {
    await using two = await openTwo();
    await withChat(two.one);
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? two.one : two.other).append(message(CHAT, `m${index}`), {})));
    const stored = await two.other.messages(CHAT, { limit: 100 });
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
    expect(new Set(stored.map((each) => each.client_message_id)).size).toBe(41);
  });

  test("a message of an unknown session is refused and not kept", async () => {
    await using history = await open();
    await expect(history.append(message(CHAT, "one"), {})).rejects.toMatchObject({ code: "not_found" });
    expect(await history.byClientMessageId("ada", "one")).toBeNull();
  });

  test("a message and what it changes about the session are written together", async () => {
    await using history = await open();
    await withChat(history);
    const state = { filters: { skills: ["React"] }, query: "react", shown: ["1"], page: ["1"] };
    await history.append(message(CHAT, "answer"), { search_state: state, last_event_seq: 12, last_interaction_at: "2026-03-02T08:00:00.000Z" });
    expect(await history.session(CHAT)).toMatchObject({
      search_state: state,
      last_event_seq: 12,
      last_interaction_at: "2026-03-02T08:00:00.000Z",
      title: "Nursing jobs",
    });
  });

  test("a patch changes what it names and can clear it", async () => {
    await using history = await open();
    await withChat(history);
    await history.patch(CHAT, { summary: "So far.", summary_through_seq: 1, status: "ended", title: undefined });
    expect(await history.session(CHAT)).toMatchObject({ summary: "So far.", summary_through_seq: 1, status: "ended", title: "Nursing jobs" });
    await history.patch(CHAT, { summary: null, search_state: null });
    expect(await history.session(CHAT)).toMatchObject({ summary: null, search_state: null });
    await history.patch(CHAT, {});
    await history.patch(THIRD, { title: "Nobody's" });
    expect(await history.session(THIRD)).toBeNull();
  });

  test("pages go back in time by cursor, each oldest first", async () => {
    await using history = await open();
    await withChat(history, ["2", "3", "4", "5", "6", "7"]);
    const pages: number[][] = [];
    for (let before: number | undefined; ;) {
      const page = await history.messages(CHAT, { before, limit: 3 });
      if (page.length === 0) break;
      pages.push(page.map(({ seq }) => seq));
      before = page[0]!.seq;
    }
    expect(pages).toEqual([[5, 6, 7], [2, 3, 4], [1]]);
    expect(await history.messages(SECOND, { limit: 3 })).toEqual([]);
  });

  test("a turn is the question and its answer", async () => {
    await using history = await open();
    await withChat(history, ["before"]);
    await history.append(message(CHAT, "question", { turn_id: "turn" }), {});
    expect((await history.turn(CHAT, "turn")).map(({ role }) => role)).toEqual(["user"]);
    await history.append(message(CHAT, "turn:answer", { turn_id: "turn", role: "assistant" }), {});
    await withChat(history, [], SECOND);
    expect((await history.turn(CHAT, "turn")).map(({ role, seq }) => [role, seq])).toEqual([
      ["user", 3],
      ["assistant", 4],
    ]);
    expect(await history.turn(SECOND, "turn")).toEqual([]);
  });

  test("sessions are listed by their newest interaction, by role where one is asked for", async () => {
    await using history = await open();
    await history.append(message(CHAT, "1"), {}, session(CHAT, { last_interaction_at: at(1) }));
    await history.append(message(SECOND, "2"), {}, session(SECOND, { last_interaction_at: at(2), role: "employer" }));
    await history.append(message(THIRD, "3", { user_id: "grace" }), {}, session(THIRD, { user_id: "grace", last_interaction_at: at(3) }));
    const listed = async (...query: Parameters<ChatHistory["sessionsOf"]>) => (await history.sessionsOf(...query)).map(({ session_id }) => session_id);
    expect(await listed("ada", null, 10)).toEqual([SECOND, CHAT]);
    expect(await listed("ada", "job_seeker", 10)).toEqual([CHAT]);
    expect(await listed("ada", null, 1)).toEqual([SECOND]);
    await history.patch(CHAT, { last_interaction_at: at(5) });
    expect(await listed("ada", null, 10)).toEqual([CHAT, SECOND]);
  });

  test("the list goes on behind a session, also between sessions of one moment", async () => {
    await using history = await open();
    await withSessions(history, { 1: 3, 2: 5, 3: 4, 4: 4, 5: 4, 6: 4, 7: 1 });
    await history.append(message(CHAT, "as employer"), {}, session(CHAT, { role: "employer", last_interaction_at: at(4) }));
    await history.append(message(SECOND, "hers", { user_id: "grace" }), {}, session(SECOND, { user_id: "grace", last_interaction_at: at(4) }));
    expect(await pagesOf(history)).toEqual([[2, 3], [4, 5], [6, 1], [7]]);
  });

  test("a session that moves or goes between two pages takes no other along, and brings none twice", async () => {
    await using history = await open();
    await withSessions(history, { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6 });
    const pages = await pagesOf(history, async (page) => {
      if (page !== 1) return;
      // The one that the next page begins behind, and one of that page.
      await history.deleteSession(numbered(5));
      await history.append(message(numbered(3), "again"), { last_interaction_at: at(7) });
    });
    expect(pages).toEqual([[6, 5], [4, 2], [1]]);
    expect(await pagesOf(history)).toEqual([[3, 6], [4, 2], [1]]);
  });

  test("a session that was created is found, and not listed before its first message", async () => {
    await using two = await openTwo();
    const created = session(CHAT, { title: "", last_interaction_at: at(2) });
    await two.one.create(created);
    await two.one.create({ ...created, title: "Another" });
    expect(await two.other.session(CHAT)).toEqual(created);
    expect(await two.other.messages(CHAT, { limit: 5 })).toEqual([]);
    await withSessions(two.one, { 3: 3, 1: 1 });
    await two.one.patch(CHAT, { status: "ended" });
    expect(await two.other.session(CHAT)).toMatchObject({ status: "ended", title: "" });
    expect(await pagesOf(two.other)).toEqual([[3, 1]]);

    const { message: first } = await two.one.append(message(CHAT, "hello"), { title: "Nights", last_interaction_at: at(2) });
    expect(first.seq).toBe(1);
    expect(await pagesOf(two.other)).toEqual([[3, 0], [1]]);
    expect(await two.other.session(CHAT)).toMatchObject({ title: "Nights" });
    await two.one.create(created);
    expect(await two.other.session(CHAT)).toMatchObject({ title: "Nights" });
  });

  test("a session without a message is deleted like any other", async () => {
    await using history = await open();
    for (const id of [CHAT, SECOND]) await history.create(session(id, { title: "" }));
    await history.deleteSession(CHAT);
    expect(await history.session(CHAT)).toBeNull();
    await expect(history.append(message(CHAT, "late"), {})).rejects.toMatchObject({ code: "not_found" });
    expect(await history.deleteUser("ada")).toEqual([SECOND]);
    expect(await history.session(SECOND)).toBeNull();
  });

  test("an answer keeps the last that was thought of it; nothing else is rated", async () => {
    await using history = await open();
    await withChat(history);
    const answer = message(CHAT, "answer", { role: "assistant" });
    const { message: stored } = await history.append(answer, {});
    expect(await history.setFeedback(CHAT, answer.message_id, { rating: "up", text: "Zwölf 💙" })).toEqual({
      ...stored,
      feedback: { rating: "up", text: "Zwölf 💙" },
    });
    expect(await history.setFeedback(CHAT, answer.message_id, { rating: "down" })).toEqual({ ...stored, feedback: { rating: "down" } });
    const [question, rated] = await history.messages(CHAT, { limit: 5 });
    expect(rated).toEqual({ ...stored, feedback: { rating: "down" } });

    await withChat(history, [], SECOND);
    for (const [sessionId, messageId] of [
      [CHAT, question!.message_id],
      [CHAT, crypto.randomUUID()],
      [CHAT, "no id at all"],
      [SECOND, answer.message_id],
    ] as const) {
      expect(await history.setFeedback(sessionId, messageId, { rating: "up" })).toBeNull();
    }
    expect((await history.messages(CHAT, { limit: 5 })).map(({ feedback }) => feedback)).toEqual([null, { rating: "down" }]);
  });

  test("a deleted session is gone with its messages, and its message ids are free again", async () => {
    await using history = await open();
    await withChat(history, ["more"]);
    await withChat(history, [], SECOND);
    await history.deleteSession(CHAT);
    await history.deleteSession(CHAT);
    expect(await history.session(CHAT)).toBeNull();
    expect(await history.messages(CHAT, { limit: 10 })).toEqual([]);
    expect(await history.byClientMessageId("ada", `${CHAT}:hello`)).toBeNull();
    expect(await history.session(SECOND)).not.toBeNull();
    await withChat(history);
    expect((await history.messages(CHAT, { limit: 10 })).map(({ seq }) => seq)).toEqual([1]);
  });

  test("forgetting a user deletes every session of theirs, in both roles, and of nobody else", async () => {
    await using history = await open();
    await withChat(history);
    await history.append(message(SECOND, "as employer"), {}, session(SECOND, { role: "employer" }));
    await history.append(message(THIRD, "hers", { user_id: "grace" }), {}, session(THIRD, { user_id: "grace" }));
    expect((await history.deleteUser("ada")).toSorted()).toEqual([CHAT, SECOND]);
    expect(await history.deleteUser("ada")).toEqual([]);
    expect(await history.sessionsOf("ada", null, 10)).toEqual([]);
    expect(await history.messages(THIRD, { limit: 10 })).toHaveLength(1);
  });
});
