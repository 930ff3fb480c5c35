import type { Actor } from "../../engine/index.ts";
import type { ChatEngine } from "./chat-engine.ts";
import type { ChatUser } from "./conversation/state.ts";

export interface ChatOptions {
  engine: ChatEngine;
  actor: Actor;
  /** The session to go on with; absent: the first message opens a new one. */
  sessionId?: string | undefined;
  /** Who `/role` can change to. */
  users: readonly ChatUser[];
  colour: boolean;
  /** No character beyond ASCII, except in what users and records say. */
  ascii: boolean;
  /** Sent at once. */
  initialMessage?: string | undefined;
  /** For the whole chat, in US dollars. */
  maxCostUsd?: number | undefined;
  /** Shown once at the top. */
  notice?: string | undefined;
  /** Where earlier messages are kept from chat to chat; absent: in memory. */
  historyFile?: string | undefined;
  /** Where `/export` writes; absent: the working directory. */
  directory?: string | undefined;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** The user of `actor` as the chat names them. */
export function userOf({ actor, users }: Pick<ChatOptions, "actor" | "users">): ChatUser {
  const known = users.find(({ userId, role }) => userId === actor.userId && role === actor.role);
  return known ?? { role: actor.role, userId: actor.userId, label: actor.userId };
}
