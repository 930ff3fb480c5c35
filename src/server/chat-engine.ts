import type { Engine, Sessions } from "../engine/index.ts";

/** What the server asks of the engine. */
export interface ChatEngine extends Pick<Engine, "submit" | "watch" | "cancel" | "drain" | "log"> {
  readonly sessions: Pick<Sessions, "create" | "page" | "end" | "rate">;
}
