import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Collection, Role } from "./catalog/records.ts";
import type { Ports, Settings, TurnDeps } from "./deps.ts";
import { RolecallError } from "./errors.ts";
import type { Degradation, TurnEvent } from "./events.ts";
import { type TurnGraph, buildTurnGraph } from "./graph.ts";
import { type Check, type FixOptions, runChecks, runFixes } from "./health.ts";
import type { Filters } from "./intent/filters.ts";
import { understand } from "./intent/understand.ts";
import type { Match } from "./matching/match.ts";
import { createMatcher } from "./matching/matcher.ts";
import { priceOf } from "./models/prices.ts";
import type { Log } from "./telemetry/log.ts";
import type { Readiness } from "./resilience/dependencies.ts";
import { readAnchors } from "./retrieval/anchors.ts";
import { type Exclusion, createRetriever } from "./retrieval/retriever.ts";
import { search } from "./search.ts";
import { type SeedOptions, type SeedReport, type SeedSource, seedAnchor, seedStore } from "./seed/seed.ts";
import type { Sessions } from "./sessions/sessions.ts";
import { ownSession } from "./sessions/own-session.ts";
import { sessionManager } from "./sessions/session-manager.ts";
import { eventQueue } from "./turns/event-queue.ts";
import { followTurn } from "./turns/follow-turn.ts";
import { type TurnOptions, runTurn } from "./turns/run-turn.ts";
import { type SessionWatch, type WatchOptions, watchSession } from "./turns/session-watch.ts";
import { interruption } from "./turns/stopping.ts";
import { tendSessions } from "./turns/tend-sessions.ts";

/** Who asks. The role decides what can be reached at all. */
export interface Actor {
  userId: string;
  role: Role;
}

export interface SendMessage extends Actor {
  /** Absent: the message opens a new session. */
  sessionId?: string;
  text: string;
  /** Idempotency key: the same id twice gives one turn. */
  clientMessageId?: string;
  /** What happens while another turn of the session runs. Default "reject" (`session_busy`). */
  onBusy?: "reject" | "interrupt";
  /** Cancels the turn; the partial answer is kept. */
  signal?: AbortSignal;
  /** Stops the answer when the turn has cost this much (`cost_limit`). */
  maxCostUsd?: number;
}

/** A message that is durable. */
export interface Submitted {
  sessionId: string;
  turnId: string;
  /** Of the user's message. */
  messageId: string;
  /** It was taken before: its turn runs, or ran, where it was taken first. */
  duplicate: boolean;
  /** Settles when the turn that was begun here has told its end, at once for a duplicate. Never rejects. */
  ended: Promise<void>;
}

export interface SearchRequest extends Actor {
  query: string;
  filters?: Filters;
  /** Searches by the words as they are: no filter is read from them. */
  verbatim?: boolean;
  /** How many matches; 10 where absent. */
  k?: number;
}

export interface SearchResult {
  query: string;
  filters: Filters;
  matches: Match[];
  /** Why records that the words would have found are not there. */
  excluded: Exclusion[];
  degraded: Degradation[];
}

export interface Engine extends AsyncDisposable {
  /** Runs one turn. Errors of the turn come as `turn-error`; the generator itself throws only on programming mistakes. */
  send(message: SendMessage): AsyncGenerator<TurnEvent, void, undefined>;
  /**
   * Takes a message: settles when it is durable, and its turn goes on by itself, to be watched.
   * @throws {RolecallError} what `send` would tell before `turn-start`, and `draining`
   */
  submit(message: SendMessage): Promise<Submitted>;
  /** Watches one session, in whichever process its turns run. @throws {RolecallError} `not_found`, `storage_unavailable` */
  watch(actor: Actor, options: WatchOptions): Promise<SessionWatch>;
  /**
   * Stops the turn that runs in the session, in whichever process; the partial answer is kept. A `turnId` that is not the running one changes
   * nothing. Tells whether there was a turn to stop. @throws {RolecallError} `not_found`, `storage_unavailable`
   */
  cancel(actor: Actor, sessionId: string, turnId?: string): Promise<boolean>;
  /** Tells a turn that runs, or ran, in any process, from its beginning to its end. The signal stops following, not the turn. @throws {RolecallError} `not_found` */
  follow(actor: Actor, turn: { sessionId: string; turnId: string; signal?: AbortSignal }): AsyncGenerator<TurnEvent, void, undefined>;
  /** Retrieval and scores without a chat model. @throws {RolecallError} `storage_unavailable` */
  search(request: SearchRequest): Promise<SearchResult>;
  readonly sessions: Sessions;
  /** Loads what the first message would have to wait for. */
  warmUp(): void;
  /** Ends the turns that dead processes have left, from now on until it is disposed of. */
  tend(): Disposable;
  /**
   * Takes no more messages (`draining`) and settles when the last running turn has ended. Those that still run after `graceMs` are ended as
   * interrupted, with their words kept.
   */
  drain(graceMs: number): Promise<void>;
  /** How many turns run in this process. */
  readonly running: number;
  readonly log: Log;
  /** How it is composed, for status lines and `doctor`. */
  readonly description: { store: "embedded" | "services" | "mixed"; chatModel: string; embeddings: string; offline: boolean };
  counts(): Promise<Record<Collection | "employers", number>>;
  /** Brings data into the store: what is there already is left alone, what changed is replaced. */
  seed(source: SeedSource, options: SeedOptions): Promise<SeedReport>;
  /** The day that made-up data in the store is dated from; null where there is none. */
  seedAnchor(): Promise<Date | null>;
  /** The roles a user has records for; empty for a user nothing is known of. */
  rolesOf(userId: string): Promise<Role[]>;
  /** @throws {RolecallError} `usage` when `only` names no check. */
  checks(only?: string): Promise<Check[]>;
  /** Puts right what the checks find, where that can be done, and checks again. @throws {RolecallError} `usage` when `only` names no check. */
  fix(only: string | undefined, options: FixOptions): Promise<Check[]>;
  /** Whether turns can be taken, and what users do without meanwhile. Cheap, to be asked often. */
  readiness(): Promise<Readiness>;
}

/** Puts an engine together from its ports. */
export function createEngine(ports: Ports, settings: Settings): Engine {
  const retriever = createRetriever({ ...ports, anchors: () => readAnchors(ports.catalog, ports.embedder) });
  const deps: TurnDeps = { ...ports, retriever, matcher: createMatcher({ catalog: ports.catalog, retriever }), settings };
  const graph = buildTurnGraph(deps);
  const running = new Map<Promise<void>, AbortController>();
  let isDraining = false;

  function begin(message: SendMessage, turn: Pick<TurnOptions, "tell" | "ended" | "follows">): Promise<void> {
    const controller = new AbortController();
    const stop = () => controller.abort(message.signal?.reason);
    if (message.signal?.aborted) stop();
    else message.signal?.addEventListener("abort", stop, { once: true });
    const limit = setTimeout(() => controller.abort(interruption("The answer took too long.")), settings.turnLimitMs).unref();
    const ran = start(deps, graph, message, { ...turn, controller }, isDraining).finally(() => {
      message.signal?.removeEventListener("abort", stop);
      clearTimeout(limit);
      running.delete(ran);
    });
    running.set(ran, controller);
    return ran;
  }

  return {
    async *send(message) {
      const queue = eventQueue<TurnEvent>();
      const close = () => queue.close();
      void begin(message, { tell: (event) => queue.push(event), ended: close, follows: true }).finally(close);
      yield* queue;
    },
    submit(message) {
      const taken = Promise.withResolvers<Submitted>();
      const tell = (event: TurnEvent) => {
        if (event.type === "turn-start") {
          const { sessionId, turnId, messageId, duplicate } = event;
          taken.resolve({ sessionId, turnId, messageId, duplicate, ended });
        } else if (event.type === "turn-error") {
          taken.reject(new RolecallError(event.code, event.message, { hint: event.hint }));
        }
      };
      const end = Promise.withResolvers<void>();
      const { promise: ended } = end;
      void begin(message, { tell, ended: end.resolve, follows: false }).finally(end.resolve);
      return taken.promise;
    },
    watch: (actor, options) => watchSession(deps, actor, options),
    warmUp: () => void understand("TypeScript jobs in Berlin", { role: "job_seeker", state: null, now: settings.now() }),
    tend: () => tendSessions(deps),
    async drain(graceMs) {
      isDraining = true;
      const all = Promise.allSettled(running.keys());
      const isOver = await Promise.race([all.then(() => true), sleep(graceMs, false, { ref: false })]);
      if (isOver) return;
      for (const controller of running.values()) controller.abort(interruption("The server stopped before the answer was whole; what was written is kept."));
      await all;
    },
    get running() {
      return running.size;
    },
    log: ports.log,
    async cancel(actor, sessionId, turnId) {
      await ownSession(ports.history, actor, sessionId);
      const isAsked = await ports.lock.requestCancel(sessionId, turnId);
      if (isAsked) ports.bus.publish(sessionId, { type: "cancel" });
      return isAsked;
    },
    follow: (actor, { sessionId, turnId, signal = new AbortController().signal }) => followTurn(deps, { actor, sessionId, turnId, signal }),
    search: (request) => search(deps, request),
    sessions: sessionManager(deps),
    description: { store: ports.store, chatModel: ports.chatModel.name, embeddings: ports.embedder.model, offline: ports.chatModel.offline },
    counts: async () => ({
      jobs: await ports.catalog.count("jobs"),
      resumes: await ports.catalog.count("resumes"),
      employers: await ports.catalog.count("employers"),
    }),
    seed: (source, options) => seedStore(ports, source, options),
    seedAnchor: () => seedAnchor(ports),
    async rolesOf(userId) {
      const [resume, employer] = [await ports.catalog.resumeOf(userId), await ports.catalog.employerOf(userId)];
      return [...(resume === null ? [] : ["job_seeker" as const]), ...(employer === null ? [] : ["employer" as const])];
    },
    checks: (only) => runChecks(ports, only),
    fix: (only, options) => runFixes(ports, only, options),
    readiness: () => ports.readiness(),
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(running.keys());
      await ports[Symbol.asyncDispose]();
    },
  };
}

async function start(
  deps: TurnDeps,
  graph: TurnGraph,
  message: SendMessage,
  turn: Pick<TurnOptions, "tell" | "ended" | "follows" | "controller">,
  isDraining: boolean,
): Promise<void> {
  const refused = isDraining
    ? new RolecallError("draining", "This server is about to stop.", { hint: "Connect again and send it again." })
    : refusal(message, deps);
  if (refused !== null) {
    turn.tell({ type: "turn-error", code: refused.code, message: refused.message, hint: refused.hint, retryable: refused.retryable });
    return;
  }
  const clientMessageId = message.clientMessageId ?? crypto.randomUUID();
  await runTurn(deps, graph, {
    request: {
      userId: message.userId,
      role: message.role,
      text: message.text,
      sessionId: message.sessionId ?? crypto.randomUUID(),
      turnId: turnIdOf(message.userId, clientMessageId),
      clientMessageId,
      opens: message.sessionId === undefined,
      acceptedAt: deps.settings.now(),
      maxCostUsd: message.maxCostUsd,
    },
    onBusy: message.onBusy ?? "reject",
    ...turn,
  });
}

function refusal(
  { text, sessionId, maxCostUsd }: SendMessage,
  { settings: { maxMessageChars }, chatModel: { name: model, offline } }: TurnDeps,
): RolecallError | null {
  if (text.length > maxMessageChars) {
    return new RolecallError(
      "message_too_long",
      `The message has ${text.length.toLocaleString("en")} characters; ${maxMessageChars.toLocaleString("en")} are allowed.`,
      {
        hint: "Shorten it, or raise ROLECALL_MAX_MESSAGE_CHARS.",
      },
    );
  }
  if (maxCostUsd !== undefined && !offline && priceOf(model) === null) {
    return new RolecallError("configuration", `The price of ${model} is unknown, so its cost cannot be limited.`, {
      hint: "Leave --max-cost out, or use a model with a known price.",
    });
  }
  if (text.trim() === "") return new RolecallError("invalid_input", "The message is empty.", { hint: "Say what you are looking for." });
  if (sessionId !== undefined && !UUID.test(sessionId))
    return new RolecallError("not_found", `There is no session ${sessionId} of this user.`, { hint: 'See "rolecall sessions list".' });
  return null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same message of the same user is the same turn, in whichever process it is sent. */
function turnIdOf(userId: string, clientMessageId: string): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([userId, clientMessageId]))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
