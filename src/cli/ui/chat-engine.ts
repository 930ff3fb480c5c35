import type { Engine } from "../../engine/index.ts";

/** What the chat needs of the engine. */
export interface ChatEngine extends Pick<Engine, "send" | "counts" | "description"> {
  readonly sessions: Pick<Engine["sessions"], "list" | "show">;
}
