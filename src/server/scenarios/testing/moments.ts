import { setTimeout as sleep } from "node:timers/promises";
import type { RunEvent } from "../../protocol/events.ts";
import type { Conversation } from "./page.ts";

export interface Begun {
  conversation: Conversation;
  /** Settles when the message was told to be taken. */
  taken: Promise<unknown>;
  words: readonly string[];
}

/** A moment in a run's life. */
export interface Moment {
  name: string;
  /** Settles when it has come, somewhere at random within its bounds. */
  come(run: Begun): Promise<unknown>;
}

const upTo = (most: number) => Math.floor(Math.random() * (most + 1));
const isWord = ({ type }: RunEvent) => type === "TEXT_MESSAGE_CONTENT";

/** All that a replica's death can fall into. */
export const MOMENTS: readonly Moment[] = [
  { name: "before the message is taken", come: () => sleep(upTo(12)) },
  { name: "as the message is taken", come: ({ taken }) => taken },
  { name: "before the matches", come: async ({ conversation }) => nth(conversation, upTo(4), ({ type }) => type !== "ACTIVITY_SNAPSHOT") },
  { name: "at the matches", come: ({ conversation }) => conversation.next(({ type }) => type === "ACTIVITY_SNAPSHOT") },
  { name: "among the words", come: ({ conversation, words }) => nth(conversation, upTo(words.length / 2), isWord) },
  {
    name: "after the last word",
    come: async ({ conversation, words }) => {
      const end = words.at(-1)!;
      await conversation.next((event) => isEnd(event) || conversation.wordsOf(event.runId).endsWith(end));
      await sleep(upTo(25));
    },
  },
  { name: "at the end", come: ({ conversation }) => conversation.next(isEnd) },
];

/** The first such event after so many of them; the end of the run at the latest. */
async function nth(conversation: Conversation, skipped: number, isWanted: (event: RunEvent) => boolean): Promise<void> {
  let left = skipped;
  await conversation.next((event) => isEnd(event) || (isWanted(event) && (left -= 1) < 0));
}

function isEnd({ type }: RunEvent): boolean {
  return type === "RUN_FINISHED" || type === "RUN_ERROR";
}
