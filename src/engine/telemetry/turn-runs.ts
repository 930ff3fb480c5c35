import { BaseTracer, type Run } from "@langchain/core/tracers/base";
import { RolecallError } from "../errors.ts";
import { DuplicateMessage } from "../nodes/accept.ts";
import type { Log } from "./log.ts";
import type { TracedTurn, Tracing } from "./tracing.ts";

export type { Run };

/** Is given every run of a turn, as a tree, when the turn is over. */
export type TurnObserver = (root: Run) => void;

const DUPLICATE = "duplicate";

/** What a turn's graph is run with so that the observers see it. */
export function watched(turn: TracedTurn, log: Log, observers: readonly TurnObserver[]): ReturnType<Tracing["turn"]> {
  const runId = runIdOf(turn);
  const ended = (root: Run) => {
    // Another send of the same message was first: the turn is that one.
    if (root.id !== runId || root.error === DUPLICATE) return;
    for (const observe of observers) {
      try {
        observe(root);
      } catch (error) {
        log.warn({ turn: turn.turnId, reason: error instanceof Error ? error.name : "unknown" }, "The turn could not be traced.");
      }
    }
  };
  return {
    callbacks: [new TurnRuns(ended)],
    runId,
    runName: "turn",
    tags: [turn.role],
    metadata: { turn_id: turn.turnId, session_id: turn.sessionId, role: turn.role },
  };
}

/**
 * A UUID of version 7, as LangSmith wants them: the time of acceptance, then the turn's own digits. A message that is sent again
 * because the first time failed gets another, and both can be told from what the history keeps.
 */
export function runIdOf({ turnId, acceptedAt }: Pick<TracedTurn, "turnId" | "acceptedAt">): string {
  const time = acceptedAt.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${turnId.slice(15)}`;
}

class TurnRuns extends BaseTracer {
  override readonly name = "turn_runs";
  /** Without a queue of LangChain's: what is done here is little, and the turn's end has been seen when its graph has ended. */
  override awaitHandlers = true;
  readonly #ended: TurnObserver;

  constructor(ended: TurnObserver) {
    super();
    this.#ended = ended;
  }

  protected override async persistRun(root: Run): Promise<void> {
    this.#ended(root);
  }

  /** The words of an error can quote a prompt or a record. */
  protected override stringifyError(error: unknown): string {
    if (error instanceof DuplicateMessage) return DUPLICATE;
    if (error instanceof RolecallError) return error.code;
    return error instanceof Error ? error.name : "unknown";
  }

  /** Only when the first word came is kept. */
  override async handleLLMNewToken(...[token, index, runId]: Parameters<BaseTracer["handleLLMNewToken"]>): Promise<Run> {
    const run = this.getRunById(runId);
    return run?.events.some(({ name }) => name === "new_token") ? run : super.handleLLMNewToken(token, index, runId);
  }
}
