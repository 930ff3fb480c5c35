import type { Actor, EventOf, Match, SendMessage, TurnEvent } from "../../../engine/index.ts";
import type { ChatEngine } from "../chat-engine.ts";
import { createAnswerStream } from "./answer-stream.ts";
import { errorEntry, failureEntry } from "./failure.ts";
import type { AnswerBlock } from "../text/answer-blocks.ts";
import type { Entry, FinishedTurn } from "./state.ts";

/** What a turn tells the conversation while it runs. */
export interface TurnListener {
  started(sessionId: string): void;
  doing(label: string): void;
  show(...entries: Entry[]): void;
  growing(unfinished: AnswerBlock): void;
  /** A new search: its matches replace the ones before. Otherwise they are among or after them. */
  matches(matches: readonly Match[], isNewSearch: boolean): void;
  finished(turn: FinishedTurn): void;
}

export interface TurnOutcome {
  /** The engine took the message: sending it again needs a new id. */
  accepted: boolean;
}

/** Runs one turn to its end and never throws: whatever goes wrong is shown. */
export async function runTurn(
  engine: ChatEngine,
  message: SendMessage & { signal: AbortSignal },
  listener: TurnListener,
  frameMs: number,
): Promise<TurnOutcome> {
  const answer = createAnswerStream(frameMs, (finished, rest) => {
    listener.show(...finished.map((block): Entry => ({ kind: "answer", ...block })));
    listener.growing(rest);
  });
  let accepted = false;
  let closed = false;
  let shownIds = "";
  let isNewSearch = false;
  const remarks = new Set<string>();

  const remark = (text: string) => {
    if (remarks.has(text)) return;
    remarks.add(text);
    listener.show({ kind: "remark", text });
  };
  const showMatches = (items: readonly Match[]) => {
    const ids = items.map(({ id }) => id).join(" ");
    if (items.length === 0 || ids === shownIds) return;
    shownIds = ids;
    listener.matches(items, isNewSearch);
    listener.show({ kind: "matches", matches: items });
  };
  const handle = (event: TurnEvent) => {
    switch (event.type) {
      case "turn-start":
        accepted = true;
        return listener.started(event.sessionId);
      case "intent-understood":
        isNewSearch = event.intent.kind === "search";
        event.assumptions.forEach(remark);
        return listener.doing(activityOf(event, message));
      case "matches-found":
        showMatches(event.items);
        return listener.doing("Writing the answer");
      case "text-delta":
        return answer.add(event.text);
      case "tool-call":
        return listener.doing(`Using ${event.name.replaceAll(/[_-]/g, " ")}`);
      case "notice":
        return remark(event.text);
      case "turn-end": {
        if (shownIds === "") showMatches(event.message.matches);
        if (answer.isEmpty) answer.add(event.message.text);
        answer.end();
        const label = turnLabel(event);
        if (label) listener.show({ kind: "turn-label", text: label });
        closed = true;
        return listener.finished(event);
      }
      case "turn-error":
        answer.end();
        closed = true;
        if (message.signal.aborted) return listener.show({ kind: "turn-label", text: "stopped" });
        return listener.show(errorEntry(event));
    }
  };

  try {
    for await (const event of engine.send(message)) handle(event);
    if (!closed) {
      answer.end();
      const ended: Entry = { kind: "error", message: "The answer ended early.", hint: "Send it again with /retry." };
      listener.show(message.signal.aborted ? { kind: "turn-label", text: "stopped" } : ended);
    }
  } catch (error) {
    answer.end();
    listener.show(message.signal.aborted ? { kind: "turn-label", text: "stopped" } : failureEntry(error));
  }
  return { accepted };
}

function activityOf({ intent }: EventOf<"intent-understood">, { role }: Actor): string {
  const isSearch = intent.kind === "search" || intent.kind === "more";
  return isSearch ? `Searching ${role === "employer" ? "candidates" : "jobs"}` : "Thinking";
}

const DEGRADED = {
  "vector-index": "searched by words only, the vector index is down",
  embeddings: "searched by words only, the embeddings are down",
  "chat-model": "a plain answer, the chat model is down",
  cache: "slower than usual, the cache is down",
} as const;

function turnLabel({ message, degraded, cache }: EventOf<"turn-end">): string | null {
  const status = { complete: null, cancelled: "stopped", interrupted: "interrupted", failed: "failed" }[message.status];
  const labels = [status, ...new Set(degraded.map((part) => DEGRADED[part])), cache === "hit" ? "from the cache" : null];
  const told = labels.filter((label) => label !== null);
  return told.length === 0 ? null : told.join("; ");
}
