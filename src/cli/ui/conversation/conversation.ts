import { randomUUID } from "node:crypto";
import type { Action } from "../commands/command.ts";
import { commandOf, runCommand } from "../commands/commands.ts";
import type { ChatEngine, ShownSession } from "../chat-engine.ts";
import { failureEntry } from "./failure.ts";
import { lastMessage, recentTurns } from "./recent-turns.ts";
import { mergeRanks, shownMatches } from "./shown-matches.ts";
import { type ChatUser, type ConversationState, type Draft, type Entry, NOTHING_UNFINISHED } from "./state.ts";
import { NO_TOTALS, addTurn, totalsOf } from "./totals.ts";
import { runTurn } from "./turn.ts";

export interface ConversationOptions {
  engine: ChatEngine;
  user: ChatUser;
  users: readonly ChatUser[];
  /** The session to go on with; absent: the first message opens a new one. */
  resumed?: ShownSession | undefined;
  /** For the whole chat. */
  maxCostUsd?: number | undefined;
  notice?: string | undefined;
  /** How often a growing answer is shown, in milliseconds; 0: at every word. */
  frameMs?: number;
  /** Where `/export` writes relative names. */
  directory: string;
  clearScreen?: () => void;
}

/** What is said and shown between the user and the engine, without a terminal: the Ink chat and the screen-reader chat both draw this. */
export interface Conversation {
  readonly state: ConversationState;
  /** Calls back after every change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
  /** A message or a slash command. While a turn runs it waits; false when one is waiting already. */
  submit(draft: Draft): boolean;
  /** Stops the running turn, keeps what it has said, and gives back the message that was waiting. */
  stop(): Draft | null;
  /** Takes the waiting message back. */
  unqueue(): Draft | null;
  quit(exitCode: number): void;
  /** Settles when nothing runs. */
  idle(): Promise<void>;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { engine, resumed } = options;
  const { chatModel, offline, server = "" } = engine.description;
  const listeners = new Set<() => void>();
  let running: { abort: AbortController; done: Promise<void> } | null = null;
  let retry: { text: string; id: string } | null = null;
  let state: ConversationState = {
    actor: { userId: options.user.userId, role: options.user.role },
    user: options.user,
    sessionId: resumed?.session.session_id ?? null,
    entries: [
      { kind: "welcome", user: options.user, model: chatModel ?? server, offline, notice: options.notice ?? null },
      ...(resumed ? recentTurns(resumed) : []),
    ],
    activity: null,
    unfinished: NOTHING_UNFINISHED,
    queued: null,
    matches: resumed ? shownMatches(resumed) : [],
    totals: resumed ? totalsOf(resumed) : NO_TOTALS,
    lastTurn: null,
    lastMessage: resumed ? lastMessage(resumed) : null,
    listed: [],
    exitCode: null,
  };
  let spentUsd = 0;

  const change = (changes: Partial<ConversationState>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  const show = (...entries: Entry[]) => {
    if (entries.length > 0) change({ entries: [...state.entries, ...entries] });
  };

  const leave = (exitCode: number) => {
    const { sessionId } = state;
    const { server } = engine.description;
    const command = server === undefined ? "rolecall chat" : `rolecall chat --connect ${server}`;
    const text = sessionId === null ? null : `The session is kept. Go on with it:\n${command} -r ${sessionId}`;
    change({ exitCode, queued: null, entries: text === null ? state.entries : [...state.entries, { kind: "remark", text }] });
  };

  const send = async (draft: Draft, signal: AbortSignal) => {
    if (options.maxCostUsd !== undefined && spentUsd >= options.maxCostUsd) {
      return show({ kind: "error", message: "The cost limit of this chat is reached.", hint: "Start again with a higher --max-cost." });
    }
    const clientMessageId = retry?.text === draft.text ? retry.id : randomUUID();
    change({ lastMessage: draft, activity: { label: "Reading", stopping: false } });
    const outcome = await runTurn(
      engine,
      {
        ...state.actor,
        text: draft.text,
        clientMessageId,
        signal,
        ...(state.sessionId === null ? {} : { sessionId: state.sessionId }),
        ...(options.maxCostUsd === undefined ? {} : { maxCostUsd: options.maxCostUsd - spentUsd }),
      },
      {
        started: (sessionId) => change({ sessionId }),
        doing: (label) => state.activity && change({ activity: { ...state.activity, label } }),
        show,
        growing: (unfinished) => change({ unfinished }),
        matches: (found, isNewSearch) => change({ matches: isNewSearch ? found : mergeRanks(state.matches, found) }),
        finished: (turn) => {
          spentUsd += turn.costUsd ?? 0;
          change({ totals: addTurn(state.totals, turn), lastTurn: turn });
        },
      },
      options.frameMs ?? 33,
    );
    retry = outcome.accepted ? null : { text: draft.text, id: clientMessageId };
  };

  const perform = async (action: Action, signal: AbortSignal): Promise<void> => {
    switch (action.type) {
      case "show":
        return show(...action.entries);
      case "refuse":
        return show({ kind: "error", message: action.message, hint: action.hint });
      case "sessions-listed":
        change({ listed: action.sessions });
        return show(action.entry);
      case "become":
        return change({
          ...fresh(),
          user: action.user,
          actor: { userId: action.user.userId, role: action.user.role },
          entries: [...state.entries, action.entry],
        });
      case "start-over":
        return change({ ...fresh(), entries: [...state.entries, action.entry] });
      case "open":
        return change({ ...opened(action.detail), entries: [...state.entries, ...recentTurns(action.detail)] });
      case "clear-screen":
        return options.clearScreen?.();
      case "resend":
        show({ kind: "message", text: action.draft.shown });
        return send(action.draft, signal);
      case "quit":
        return leave(0);
    }
  };

  const respond = async (draft: Draft, signal: AbortSignal) => {
    if (!commandOf(draft.text)?.isQuiet) show({ kind: "message", text: draft.shown });
    if (!draft.text.startsWith("/")) return send(draft, signal);
    const now = new Date();
    const context = { ...state, engine, users: options.users, directory: options.directory, now };
    return perform(await runCommand(draft.text, context), signal);
  };

  const run = (draft: Draft) => {
    const abort = new AbortController();
    const done = respond(draft, abort.signal)
      .catch((error: unknown) => show(failureEntry(error)))
      .then(() => {
        running = null;
        change({ activity: null });
        const next = state.queued;
        if (next) {
          change({ queued: null });
          run(next);
        }
      });
    running = { abort, done };
  };

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    submit(draft) {
      if (!running) {
        run(draft);
        return true;
      }
      if (draft.text.trim() === "/quit") {
        running.abort.abort();
        leave(0);
        return true;
      }
      if (state.queued) return false;
      change({ queued: draft });
      return true;
    },
    stop() {
      const waiting = state.queued;
      running?.abort.abort();
      change({ queued: null, ...(state.activity ? { activity: { ...state.activity, stopping: true } } : {}) });
      return waiting;
    },
    unqueue() {
      const waiting = state.queued;
      if (waiting) change({ queued: null });
      return waiting;
    },
    quit(exitCode) {
      running?.abort.abort();
      leave(exitCode);
    },
    async idle() {
      while (running) await running.done;
    },
  };
}

function fresh(): Partial<ConversationState> {
  return { sessionId: null, matches: [], totals: NO_TOTALS, lastTurn: null, lastMessage: null, unfinished: NOTHING_UNFINISHED };
}

function opened(detail: ShownSession): Partial<ConversationState> {
  return {
    ...fresh(),
    sessionId: detail.session.session_id,
    matches: shownMatches(detail),
    totals: totalsOf(detail),
    lastMessage: lastMessage(detail),
  };
}
