import { RolecallError } from "../engine/index.ts";
import { sessionDeleted } from "./session-frames.ts";
import type { Authenticator, Identity } from "./auth/authenticator.ts";
import type { ChatEngine } from "./chat-engine.ts";
import { commandQueue } from "./command-queue.ts";
import type { CommandContext } from "./commands/context.ts";
import { carryOut } from "./commands/handlers.ts";
import { expiry } from "./expiry.ts";
import { failureFacts } from "./failure-facts.ts";
import { verified } from "./handshake.ts";
import type { Limiter, Slot } from "./limits/limiter.ts";
import type { ServerMetrics } from "./metrics.ts";
import type { Outbox } from "./outbox.ts";
import type { CloseName } from "./protocol/close-codes.ts";
import type { Command } from "./protocol/commands.ts";
import { frame } from "./protocol/frames.ts";
import { errorReply } from "./refusal.ts";
import { runClock } from "./run-clock.ts";
import { watching } from "./watching.ts";

/** Commands of one connection that are carried out at a time. */
export const MAX_COMMANDS = 32;

/** What a connection does for a user, from the moment it knows who that is. */
export interface SignedIn {
  take(command: Command): void;
  /** Commands that are not answered yet. */
  readonly commands: number;
  /** Whether the user waits for something: an answer to a command, or to a message. */
  readonly isBusy: boolean;
  close(): void;
}

export interface SignedInOptions {
  connectionId: string;
  identity: Identity;
  /** Let go at the end. */
  slot: Slot;
  engine: ChatEngine;
  limiter: Limiter;
  authenticator: Pick<Authenticator, "verify">;
  metrics: ServerMetrics;
  outbox: Outbox;
  isDraining(): boolean;
  /** A command has been answered. */
  answered(): void;
  end(close: CloseName, reason?: string): void;
}

export function signIn(options: SignedInOptions): SignedIn {
  const { connectionId, engine, metrics, outbox, authenticator, end } = options;
  const { userId, role, expiresAt } = options.identity;
  const actor = { userId, role };
  const expires = expiry(expiresAt, () => end("unauthenticated", "The token has expired"));
  const clock = runClock(metrics);
  let runs = 0;
  let isOver = false;

  const sessions = watching({
    engine,
    actor,
    outbox,
    told(entry) {
      metrics.eventSent(entry.event.type);
      clock.told(entry);
    },
    gone: (sessionId) => reply(sessionDeleted(sessionId)),
    lost(error) {
      const isOutage = error instanceof RolecallError && error.retryable;
      engine.log[isOutage ? "warn" : "error"]({ connection: connectionId, ...failureFacts(error) }, "A session cannot be watched any further.");
      end(isOutage ? "dependenciesLost" : "internal");
    },
  });

  const context: Omit<CommandContext, "afterwards"> = {
    engine,
    actor,
    limiter: options.limiter,
    metrics,
    clock,
    watching: sessions,
    isDraining: options.isDraining,
    verify: (token) => verified(authenticator, token),
    extend: (moment) => (expires.at = moment),
    forbid: (reason) => end("forbidden", reason),
    until(ended) {
      runs += 1;
      void ended.then(() => (runs -= 1));
    },
  };

  const queue = commandQueue<Command>({ atOnce: MAX_COMMANDS, laneOf, run, done: options.answered });

  async function run(command: Command): Promise<void> {
    const { id, type } = command;
    if (isOver) return;
    if (expires.isPast) return end("unauthenticated", "The token has expired");
    const next: (() => void)[] = [];
    try {
      const result = await carryOut({ ...context, afterwards: (work) => next.push(work) }, command);
      metrics.command(type, "ok");
      reply(frame({ type: "ack", id, result: result ?? undefined }));
      for (const work of next) work();
    } catch (error) {
      const answer = errorReply(id, error);
      metrics.command(type, answer.code);
      if (answer.code === "internal") engine.log.error({ connection: connectionId, command: type, ...failureFacts(error) }, "A command failed.");
      reply(frame(answer));
    }
  }

  const reply = (text: string) => outbox.push(text);

  return {
    take: (command) => queue.push(command),
    get commands() {
      return queue.size;
    },
    get isBusy() {
      return queue.size > 0 || runs > 0 || sessions.isTelling || outbox.bytes > 0;
    },
    close() {
      isOver = true;
      expires.stop();
      queue.close();
      sessions.closeAll();
      void options.slot[Symbol.asyncDispose]();
    },
  };
}

/** Commands of one session are answered in their order, and so are refreshes. New sessions are made one after another, none for which there is no room. */
function laneOf({ type, payload }: Command): string | undefined {
  const sessionId = "sessionId" in payload ? payload.sessionId : undefined;
  return sessionId ?? (type === "auth.refresh" || type === "session.open" ? type : undefined);
}
