import { MongoNetworkError } from "mongodb";
import { describe, expect, test } from "vitest";
import { SERVICES } from "../testing/services.ts";
import { message, session } from "../testing/messages.ts";
import { temporaryMongo } from "../testing/mongo-adapters.ts";
import { type Interruption, interruptedMongo } from "../testing/mongo-interrupted.ts";
import type { MongoStore } from "../store/mongo.ts";
import type { ChatHistory } from "./chat-history.ts";
import { mongoChatHistory } from "./mongo.ts";

const CHAT = "0b7e6a52-5f0c-4b43-9d6a-0c1f2a3b4c5d";
const LATER = "1c8f7b63-6a1d-4c54-8e7b-1d2a3b4c5d6e";

/** An append that nobody is in the way of looks for itself, enters its session, takes a number, writes, and confirms. */
const COMMANDS = 5;
const positions = Array.from({ length: COMMANDS }, (_, position) => position);

const MOMENTS = { "before it is sent": false, "after it is carried out": true } as const;
type Moment = keyof typeof MOMENTS;

const moments = (Object.keys(MOMENTS) as Moment[]).flatMap((moment) => positions.map((position) => ({ moment, position })));

/** The process dies there: nothing of it is sent any more. */
function dying(moment: Moment, at: number): Interruption {
  return async (send, position) => {
    if (position < at) return send();
    if (position === at && MOMENTS[moment]) await send();
    throw new Error("died");
  };
}

/** The connection breaks there, once. */
function breaking(moment: Moment, at: number): Interruption {
  return async (send, position) => {
    if (position !== at) return send();
    if (MOMENTS[moment]) await send();
    throw new MongoNetworkError("the connection broke");
  };
}

/** Something else happens there first. */
function meanwhile(at: number, work: () => Promise<unknown>): Interruption {
  return async (send, position) => {
    if (position === at) await work();
    return send();
  };
}

const seen = async (history: ChatHistory) => {
  const sessions = await history.sessionsOf("ada", null, 10);
  const messages = await Promise.all(sessions.map(({ session_id }) => history.messages(session_id, { limit: 10 })));
  return messages.map((each) => each.map(({ text, seq }) => `${seq} ${text}`));
};

async function withChat(store: MongoStore): Promise<ChatHistory> {
  const history = mongoChatHistory(store);
  await history.append(message(CHAT, "hello"), {}, session(CHAT));
  return history;
}

describe.skipIf(SERVICES.mongodb === undefined)("an append to MongoDB (skipped where there is none)", () => {
  test.each(moments)("that opens a session and dies at command $position, $moment, is made good by sending it again", async ({ moment, position }) => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const dead = mongoChatHistory(interruptedMongo(store, dying(moment, position)));
    const first = message(CHAT, "hello");
    await dead.append(first, {}, session(CHAT)).catch(() => {});
    for (const shown of await seen(history)) expect(shown).toEqual(["1 hello"]);

    const again = await history.append(message(LATER, "hello"), {}, session(LATER));
    expect(await seen(history)).toEqual([["1 hello"]]);
    expect(await history.session(again.message.session_id)).not.toBeNull();
    expect(again).toMatchObject({ duplicate: again.message.message_id === first.message_id, message: { seq: 1 } });
    await history.deleteUser("ada");
    expect(await store.collection("chat_sessions").countDocuments()).toBe(0);
    expect(await store.collection("chat_messages").countDocuments()).toBe(0);
  });

  test.each(moments)("that dies at command $position, $moment, is made good by sending it again", async ({ moment, position }) => {
    await using store = temporaryMongo();
    const history = await withChat(store);
    const dead = mongoChatHistory(interruptedMongo(store, dying(moment, position)));
    await dead.append(message(CHAT, "next"), { title: "Nights" }).catch(() => {});
    await history.append(message(CHAT, "next"), { title: "Nights" });
    expect(await seen(history)).toEqual([["1 hello", "2 next"]]);
    expect((await history.session(CHAT))?.title).toBe("Nights");
  });

  test.each(moments)(
    "of the first message of a created session that dies at command $position, $moment, is made good likewise",
    async ({ moment, position }) => {
      await using store = temporaryMongo();
      const history = mongoChatHistory(store);
      await history.create(session(CHAT, { title: "" }));
      const dead = mongoChatHistory(interruptedMongo(store, dying(moment, position)));
      await dead.append(message(CHAT, "hello"), { title: "Nights" }).catch(() => {});
      for (const shown of await seen(history)) expect(shown).toEqual(["1 hello"]);
      expect(await history.session(CHAT)).not.toBeNull();

      await history.append(message(CHAT, "hello"), { title: "Nights" });
      expect(await seen(history)).toEqual([["1 hello"]]);
      expect((await history.session(CHAT))?.title).toBe("Nights");
    },
  );

  test.each(moments)("is acknowledged as new when the connection breaks at command $position, $moment", async ({ moment, position }) => {
    await using store = temporaryMongo();
    const shaken = mongoChatHistory(interruptedMongo(store, breaking(moment, position)));
    expect(await shaken.append(message(CHAT, "hello"), {}, session(CHAT))).toMatchObject({ duplicate: false, message: { seq: 1 } });
    expect(await shaken.append(message(CHAT, "next"), { title: "Nights" })).toMatchObject({ duplicate: false, message: { seq: 2 } });
    expect(await seen(shaken)).toEqual([["1 hello", "2 next"]]);
    expect((await shaken.session(CHAT))?.title).toBe("Nights");
  });

  test.each(positions)("that another of the same client id overtakes before command %i leaves no session of its own", async (position) => {
    await using store = temporaryMongo();
    const history = mongoChatHistory(store);
    const overtake = () => history.append(message(LATER, "hello"), {}, session(LATER));
    const overtaken = mongoChatHistory(interruptedMongo(store, meanwhile(position, overtake)));
    const told = await overtaken.append(message(CHAT, "hello"), {}, session(CHAT));
    expect(told.duplicate).toBe(position < 4);
    expect(await seen(history)).toEqual([["1 hello"]]);
    expect(await store.collection("chat_sessions").countDocuments()).toBe(1);
  });

  test.each(positions)("leaves nothing of a session that is deleted before command %i", async (position) => {
    await using store = temporaryMongo();
    const history = await withChat(store);
    const outrun = mongoChatHistory(
      interruptedMongo(
        store,
        meanwhile(position, () => history.deleteSession(CHAT)),
      ),
    );
    const told = await outrun.append(message(CHAT, "next"), { title: "Nights" }).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "not_found" });
    await history.deleteSession(CHAT);
    expect(await store.collection("chat_messages").countDocuments()).toBe(0);
    expect(await history.session(CHAT)).toBeNull();
  });

  test.each([0, 1, 2])("that comes before command %i of a deletion leaves nothing either", async (position) => {
    await using store = temporaryMongo();
    const history = await withChat(store);
    const told: unknown[] = [];
    const append = async () => told.push(await history.append(message(CHAT, "next"), {}).catch((error: unknown) => error));
    await mongoChatHistory(interruptedMongo(store, meanwhile(position, append))).deleteSession(CHAT);
    expect(told).toMatchObject([position < 2 ? { duplicate: false } : { code: "not_found" }]);
    expect(await store.collection("chat_messages").countDocuments()).toBe(0);
    expect(await history.byClientMessageId("ada", "next")).toBeNull();
  });
});
