import type { SessionSummary } from "../../../engine/index.ts";
import type { ChatEngine, ShownSession } from "../chat-engine.ts";
import type { ChatUser, ConversationState, Draft, Entry } from "../conversation/state.ts";

/** What a command may look at. */
export interface CommandContext extends ConversationState {
  engine: ChatEngine;
  users: readonly ChatUser[];
  directory: string;
  now: Date;
}

/** What a command asks the conversation to do. */
export type Action =
  | { type: "show"; entries: Entry[] }
  | { type: "refuse"; message: string; hint: string }
  | { type: "sessions-listed"; sessions: SessionSummary[]; entry: Entry }
  | { type: "become"; user: ChatUser; entry: Entry }
  | { type: "open"; detail: ShownSession }
  | { type: "start-over"; entry: Entry }
  | { type: "resend"; draft: Draft }
  | { type: "clear-screen" }
  | { type: "quit" };

export interface Command {
  name: string;
  /** What follows the name, e.g. "<n>". */
  parameters: string;
  summary: string;
  /** The screen keeps no trace of it. */
  isQuiet?: boolean;
  /** Words that may follow the name, for tab completion. */
  complete?(state: ConversationState): readonly string[];
  /** Errors of the engine may be thrown. */
  run(words: readonly string[], context: CommandContext): Action | Promise<Action>;
}
