import {
  type ChatClient,
  type ChatError,
  type ChatMessage,
  type ChatSession,
  type Closed,
  type ConnectionState,
  type WireEvent,
  connect,
} from "../client/index.ts";
import type { Pending } from "./conversation/conversation.ts";
import type { Rating } from "./conversation/feedback.ts";
import { type Runs, runFacts } from "./conversation/run-facts.ts";
import type { Person } from "./people/sign-in.ts";

/** Who is told what happens. */
export interface Screen {
  connection(state: ConnectionState, closed?: Closed): void;
  /** Another session is shown from now on, of which nothing is known yet; null: a new one, which its first message creates. */
  begun(sessionId: string | null): void;
  created(sessionId: string): void;
  event(event: WireEvent): void;
  /** Messages, runs or what is being sent. */
  changed(): void;
  refused(error: ChatError, text?: string): void;
}

/** The one session that is shown, over one connection. */
export interface Chat {
  readonly client: ChatClient | null;
  /** Null until the first message of a new one. */
  readonly sessionId: string | null;
  readonly messages: readonly ChatMessage[];
  readonly runs: Runs;
  readonly pending: Pending | null;
  readonly activeRunId: string | null;
  start(person: Person, sessionId: string | null): void;
  open(sessionId: string | null): void;
  send(text: string): void;
  stop(): void;
  rate(messageId: string, rating: Rating): void;
}

export function chat(screen: Screen): Chat {
  let client: ChatClient | null = null;
  let session: ChatSession | null = null;
  let runs = runFacts();
  let pending: Pending | null = null;
  /** The run that was answering when the connection went, and how much of its answer was there. */
  let cut: { runId: string; offset: number } | null = null;
  let visit = 0;
  let wanted: string | null = null;

  const answerOf = (runId: string) => session?.messages.find((message) => message.runId === runId && message.role === "assistant");

  function leave(): void {
    visit += 1;
    session?.close();
    session = pending = cut = null;
    runs = runFacts();
  }

  function enter(opened: ChatSession): void {
    session = opened;
    opened.onEvent((event) => session === opened && heard(event));
    opened.onLost((error) => session === opened && screen.refused(error));
    screen.changed();
  }

  function heard(event: WireEvent): void {
    runs.apply(event);
    if (cut !== null && "seq" in event) {
      const seq = (event.type === "TEXT_MESSAGE_CONTENT" ? event.seqFrom : undefined) ?? event.seq;
      if (event.runId === cut.runId) runs.mark(cut.runId, { offset: cut.offset, seq });
      cut = null;
    }
    if (session?.messages.some(({ clientMessageId }) => clientMessageId === pending?.clientMessageId)) pending = null;
    screen.event(event);
    screen.changed();
  }

  function connectionChanged(state: ConnectionState, closed?: Closed): void {
    const runId = session?.activeRunId ?? null;
    if (state !== "ready" && runId !== null) cut ??= { runId, offset: answerOf(runId)?.content.length ?? 0 };
    screen.connection(state, closed);
  }

  /** Work of a session that may not be shown any more when it settles. */
  async function during<T>(work: Promise<T>, settled: (result: T) => void, text?: string): Promise<void> {
    const mine = visit;
    try {
      const result = await work;
      if (mine === visit) settled(result);
    } catch (error) {
      if (mine !== visit) return;
      if (text !== undefined) pending = null;
      screen.refused(error as ChatError, text);
      screen.changed();
    }
  }

  const it: Chat = {
    get client() {
      return client;
    },
    get sessionId() {
      return wanted;
    },
    get messages() {
      return session?.messages ?? [];
    },
    get runs() {
      return runs;
    },
    get pending() {
      return pending;
    },
    get activeRunId() {
      return session?.activeRunId ?? null;
    },
    start(person, sessionId) {
      leave();
      client?.close();
      const opened = connect({ url: location.origin, token: person.token });
      client = opened;
      opened.onState((state, closed) => client === opened && connectionChanged(state, closed));
      connectionChanged(opened.state);
      it.open(sessionId);
    },
    open(sessionId) {
      leave();
      wanted = sessionId;
      screen.begun(sessionId);
      screen.changed();
      if (sessionId === null || client === null) return;
      const mine = visit;
      const opening = client.open(sessionId);
      void opening.then((late) => mine !== visit && late.close()).catch(() => {});
      void during(opening, enter);
    },
    send(text) {
      if (client === null) return;
      const clientMessageId = crypto.getRandomValues(new Uint32Array(4)).join("-");
      pending = { clientMessageId, text };
      screen.changed();
      const send = (to: ChatSession) => during(to.send(text, { clientMessageId }), () => {}, text);
      if (session !== null) return void send(session);
      const begin = (created: ChatSession) => {
        wanted = created.id;
        enter(created);
        screen.created(created.id);
        void send(created);
      };
      void during(client.open(), begin, text);
    },
    stop() {
      const runId = it.activeRunId;
      if (session !== null && runId !== null) void during(session.cancel(runId), () => {});
    },
    rate(messageId, rating) {
      if (session !== null) void during(session.feedback(messageId, rating), () => screen.changed());
    },
  };
  return it;
}
