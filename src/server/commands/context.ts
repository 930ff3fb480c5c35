import type { Actor } from "../../engine/index.ts";
import type { Identity } from "../auth/authenticator.ts";
import type { ChatEngine } from "../chat-engine.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { ServerMetrics } from "../metrics.ts";
import type { CommandOf, CommandType } from "../protocol/commands.ts";
import type { Result, Results } from "../protocol/replies.ts";
import type { RunClock } from "../run-clock.ts";
import type { Watching } from "../watching.ts";

/** What commands work with. */
export interface CommandContext {
  readonly engine: ChatEngine;
  /** Everything is done in this user's name. */
  readonly actor: Actor;
  readonly limiter: Limiter;
  readonly metrics: ServerMetrics;
  readonly clock: RunClock;
  readonly watching: Watching;
  isDraining(): boolean;
  /** @throws {AuthenticationError} */
  verify(token: string): Promise<Identity>;
  /** The connection lives until then, in epoch milliseconds. */
  extend(expiresAt: number): void;
  /** Ends the connection: the new token is somebody else's. */
  forbid(reason: string): void;
  /** Keeps a connection open while the server goes away. */
  until(ended: Promise<void>): void;
  /** Done once the answer to the command has been sent. */
  afterwards(work: () => void): void;
}

/** Carries out one kind of command. What it throws is told to the client. */
export type Handler<T extends CommandType> = (
  context: CommandContext,
  payload: CommandOf<T>["payload"],
) => Promise<T extends keyof typeof Results ? Result<T> : void>;
