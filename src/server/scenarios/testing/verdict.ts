import type { LoggedEvent } from "../../../engine/index.ts";
import { type Shown, shown } from "../../testing/plain-frontend.ts";
import { wireMessage } from "../../protocol/wire-event.ts";
import type { Fleet } from "./fleet.ts";
import type { Conversation } from "./page.ts";

/** A message that the client's `send` has told is taken. */
export interface Taken {
  runId: string;
  messageId: string;
  text: string;
}

export interface Case {
  sessionId: string;
  /** In their order. */
  taken: readonly Taken[];
  watched: readonly Conversation[];
  /** False where the log may have been lost in between. */
  isLogWhole?: boolean;
}

/**
 * What is wrong with a session once all is over. It is right when each message was kept once and has one answer, when each run has one end in
 * the log and for everyone who watched, and when everyone shows what is stored.
 */
export async function complaintsOf(stores: Pick<Fleet, "messages" | "logged">, { sessionId, taken, watched, isLogWhole = true }: Case): Promise<string[]> {
  const stored = (await stores.messages(sessionId)).map(wireMessage);
  const complaints: string[] = [];
  const differs = (what: string, is: unknown, wanted: unknown) => {
    const [one, other] = [ordered(is), ordered(wanted)];
    if (one !== other) complaints.push(`${sessionId}: ${what} is ${difference(one, other)}`);
  };

  differs(
    "the history",
    stored.map(({ role, runId }) => `${role} of ${runId}`),
    taken.flatMap(({ runId }) => [`user of ${runId}`, `assistant of ${runId}`]),
  );
  differs(
    "what was asked",
    stored.filter(({ role }) => role === "user").map(({ id, content }) => `${id} ${content}`),
    taken.map(({ messageId, text }) => `${messageId} ${text}`),
  );
  for (const { content, status } of stored) if (content === "" && status === "complete") complaints.push(`${sessionId}: an answer is whole and empty`);

  if (isLogWhole) {
    const logged = await stores.logged(sessionId);
    differs(
      "the log's numbering",
      logged.map(({ seq }) => seq),
      logged.map((_, index) => logged[0]!.seq + index),
    );
    const turnsOf = (isWanted: (entry: LoggedEvent) => boolean) => logged.filter(isWanted).map(({ turnId }) => turnId);
    const [begun, ended] = [turnsOf(({ event }) => event.type === "turn-start"), turnsOf(isEnd)];
    // It can have begun anew since, and one that died between the history and the log has an end there, and nothing else.
    const told = taken.map(({ runId }) => runId).slice(-Math.max(1, ended.length));
    differs("the log's ends", ended, told);
    differs(
      "the log's beginnings",
      begun,
      told.filter((runId) => begun.includes(runId)),
    );
  }

  for (const [index, conversation] of watched.entries()) {
    const page = `on page ${index}`;
    differs(`what is shown ${page}`, conversation.messages.filter(saysAnything), stored.map(shown).filter(saysAnything));
    differs(`what is missing ${page}`, conversation.gaps, []);
    for (const { runId } of taken) {
      const ends = conversation.endsOf(runId);
      if (ends.length !== 1 && (isLogWhole || ends.length > 1)) complaints.push(`${sessionId}: ${page} the run ${runId} ended ${ends.length} times`);
      const status = stored.find((message) => message.runId === runId && message.role === "assistant")?.status;
      for (const { event } of ends)
        if (statusOf(event) !== status) complaints.push(`${sessionId}: ${page} the end of ${runId}, ${status}, is ${JSON.stringify(event)}`);
    }
  }
  return complaints;
}

/** An answer that ended before it said anything has no place on a page that only followed its events. */
function saysAnything({ role, content, matches }: Shown): boolean {
  return role === "user" || content !== "" || matches.length > 0;
}

/** The same whatever order the fields came in. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted()) : part,
  );
}

/** Matches are long: from a little before the place where the two part. */
function difference(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 80), at + 240);
  return `${around(one)} and not ${around(other)}`;
}

function isEnd({ event }: LoggedEvent): boolean {
  return event.type === "turn-end" || event.type === "turn-error";
}

function statusOf(event: ReturnType<Conversation["endsOf"]>[number]["event"]): string {
  if (event.type === "RUN_FINISHED") return event.result.status;
  if (event.type !== "RUN_ERROR") return event.type;
  return event.code === "interrupted" && event.retryable ? "interrupted" : "failed";
}
