import { type ChatClient, type ChatSession, type ConnectOptions, type RunEvent, type WireEvent, connect } from "../../client/index.ts";
import { type Shown, shown } from "../../testing/plain-frontend.ts";

/** A page with the real client, as a portal would use it. */
export interface Page {
  readonly client: ChatClient;
  /** How often it has been connected. */
  readonly connections: number;
  /** Why it gave up, or lost a session; nothing where all is well. */
  readonly losses: readonly string[];
  open(sessionId?: string): Promise<Conversation>;
  close(): void;
}

/** One session on one page, with everything that was told of it. */
export interface Conversation {
  readonly session: ChatSession;
  readonly messages: Shown[];
  /** When the end of a run was told, by `performance.now()`, each time that it was. */
  endsOf(runId: string): readonly { at: number; event: RunEvent }[];
  /** Numbers that did not follow on the one before. */
  readonly gaps: readonly string[];
  /** How often the history took the place of events. */
  readonly snapshots: number;
  /** The words of a run that were told so far. */
  wordsOf(runId: string): string;
  /** Settles with the first event of this kind from now on. */
  next(isWanted: (event: RunEvent) => boolean): Promise<RunEvent>;
}

export function page(options: Pick<ConnectOptions, "url" | "token">): Page {
  const client = connect({ ...options, maxPauseMs: 1_000 });
  const losses: string[] = [];
  let connections = 0;
  client.onState((state, closed) => {
    if (state === "ready") connections += 1;
    if (closed !== undefined && closed.code !== null) losses.push(`closed with ${closed.code} ${closed.reason}`);
  });
  return {
    client,
    get connections() {
      return connections;
    },
    losses,
    async open(sessionId) {
      const session = await client.open(sessionId, { afterSeq: sessionId === undefined ? undefined : 0 });
      session.onLost(({ message }) => losses.push(message));
      return conversation(session);
    },
    close: client.close,
  };
}

function conversation(session: ChatSession): Conversation {
  const ends = new Map<string, { at: number; event: RunEvent }[]>();
  const words = new Map<string, string>();
  const gaps: string[] = [];
  const waiting = new Set<(event: RunEvent) => void>();
  let last: number | null = null;
  let snapshots = 0;

  function take(event: WireEvent): void {
    if (event.type === "MESSAGES_SNAPSHOT") {
      snapshots += 1;
      last = event.snapshotSeq;
    }
    if (!("seq" in event)) return;
    const from = event.type === "TEXT_MESSAGE_CONTENT" ? (event.seqFrom ?? event.seq) : event.seq;
    if (last !== null && from !== last + 1) gaps.push(`${from} came after ${last}`);
    last = event.seq;
    if (event.type === "TEXT_MESSAGE_CONTENT") words.set(event.runId, (words.get(event.runId) ?? "") + event.delta);
    if (event.type === "RUN_FINISHED" || event.type === "RUN_ERROR") {
      ends.set(event.runId, [...(ends.get(event.runId) ?? []), { at: performance.now(), event }]);
    }
    for (const look of waiting) look(event);
  }

  session.onEvent(take);
  return {
    session,
    get messages() {
      return session.messages.map(shown);
    },
    endsOf: (runId) => ends.get(runId) ?? [],
    gaps,
    get snapshots() {
      return snapshots;
    },
    wordsOf: (runId) => words.get(runId) ?? "",
    next: (isWanted) =>
      new Promise((resolve) => {
        const look = (event: RunEvent) => {
          if (!isWanted(event)) return;
          waiting.delete(look);
          resolve(event);
        };
        waiting.add(look);
      }),
  };
}
