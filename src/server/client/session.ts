import type { WireEvent } from "../protocol/events.ts";
import type { Calls } from "./calls.ts";
import type { ChatSession, SendOptions } from "./chat-client.ts";
import { ChatError } from "./chat-error.ts";
import type { SessionFrame } from "./frames.ts";
import { listeners } from "./listeners.ts";
import { messages } from "./messages.ts";
import { runs } from "./runs.ts";
import { watch } from "./watch.ts";

/** A session as the connection sees it. */
export interface OpenSession {
  /** Undefined while it is being created. */
  readonly id: string | undefined;
  readonly opened: Promise<ChatSession>;
  /** Opens it on the present connection, if there is one; it is another than before. */
  connected(): void;
  receive(frame: SessionFrame): void;
  /** `wanted`: the user closed it. */
  end(error: ChatError, wanted: boolean): void;
}

interface SessionOptions {
  sessionId: string | undefined;
  afterSeq: number | undefined;
  calls: Calls;
  isConnected: () => boolean;
  /** How often what is refused for a while is sent. */
  sends: number;
  /** It wants no more frames. */
  left: () => void;
}

const DELETED = new ChatError("not_found", "This session was deleted.", { hint: "Open another.", retryable: false });
const CLOSED = new ChatError("closed", "This session is closed.", { hint: "Open it again.", retryable: false });

export function openSession({ sessionId, afterSeq, calls, isConnected, sends, left }: SessionOptions): OpenSession {
  let id = sessionId;
  /** `greeting`: the caller gets it, and can begin to listen before anything is told. */
  let stage: "opening" | "greeting" | "open" | "over" = "opening";
  let failure = CLOSED;
  let sending = 0;
  const untold: WireEvent[] = [];
  const held: SessionFrame[] = [];
  let resolve: (session: ChatSession) => void;
  let reject: (error: ChatError) => void;
  const opened = new Promise<ChatSession>((...settle) => ([resolve, reject] = settle));
  const events = listeners<[WireEvent]>();
  const losses = listeners<[ChatError]>();
  const list = messages();
  const records = runs(() => sending > 0);
  const watching = watch({ afterSeq, messages: list, runs: records, tell, reopen });

  function tell(event: WireEvent): void {
    if (stage === "greeting") untold.push(event);
    else if (stage === "open") events.tell(event);
    if (event.type === "CUSTOM" && event.name === "session_deleted") it.end(DELETED, false);
  }

  function greet(): void {
    stage = "greeting";
    setTimeout(() => {
      if (stage !== "greeting") return;
      stage = "open";
      for (const event of untold.splice(0)) tell(event);
      for (const frame of held.splice(0)) it.receive(frame);
    }, 0);
    resolve(session);
  }

  function reopen(): void {
    if (stage === "over") return;
    watching.reopens();
    // The next connection does it.
    if (!isConnected()) return;
    const patience = stage === "opening" ? { sends } : { sends: Infinity, longestPauseMs: Infinity };
    const payload = { sessionId: id, afterSeq: watching.afterSeq };
    calls.call("session.open", payload, opens, patience);
  }

  function opens(error: ChatError | null, result: Record<string, unknown>): void {
    if (stage === "over" || error?.code === "disconnected") return;
    if (error !== null) return it.end(error, false);
    id ??= String(result.sessionId);
    watching.reopened(Number(result.lastSeq));
  }

  async function ask<T>(work: (id: string) => Promise<T>): Promise<T> {
    if (stage === "over") throw failure;
    return work(id!);
  }

  async function send(sessionId: string, text: string, { onBusy, clientMessageId = randomId() }: SendOptions) {
    sending += 1;
    try {
      const sent = await calls.request("message.send", { sessionId, clientMessageId, text, onBusy }, { persistent: true, sends });
      const [runId, messageId, duplicate] = [String(sent.runId), String(sent.messageId), sent.duplicate === true];
      const isNew = !records.has(runId);
      const { events } = records.of(runId);
      if (stage === "over") records.end();
      // Its events may be long past.
      else if (duplicate && isNew) reopen();
      return { runId, messageId, duplicate, events, cancel: () => session.cancel(runId) };
    } finally {
      sending -= 1;
    }
  }

  const session: ChatSession = {
    get id() {
      return id!;
    },
    get lastSeq() {
      return watching.lastSeq;
    },
    get activeRunId() {
      return records.active;
    },
    get messages() {
      return list.all;
    },
    onEvent: events.add,
    onLost: losses.add,
    send: (text, options = {}) => ask((sessionId) => send(sessionId, text, options)),
    cancel: (runId) => ask(async (sessionId) => (await calls.request("run.cancel", { sessionId, runId })).cancelled === true),
    feedback: (messageId, rating, text) =>
      ask(async (sessionId) => {
        await calls.request("feedback.set", { sessionId, messageId, rating, text });
        list.rate(messageId, rating);
      }),
    end: () => ask(async (sessionId) => void (await calls.request("session.end", { sessionId }))),
    close() {
      if (stage === "over") return;
      it.end(CLOSED, true);
      if (isConnected()) calls.call("session.close", { sessionId: id! }, () => {});
    },
  };

  const it: OpenSession = {
    get id() {
      return id;
    },
    opened,
    connected: reopen,
    receive(frame) {
      if (stage === "over" || watching.isOpening) return;
      if (stage === "greeting") return void held.push(frame);
      if (stage === "opening") greet();
      watching.receive(frame);
    },
    end(error, wanted) {
      if (stage === "over") return;
      const wasOpen = stage !== "opening";
      stage = "over";
      failure = error;
      records.end(wanted ? undefined : error);
      left();
      if (!wasOpen) reject(error);
      else if (!wanted) losses.tell(error);
    },
  };
  return it;
}

/** Not `crypto.randomUUID`: pages that did not come over https lack it. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
