// oxlint-disable vitest/valid-expect -- a failure has to tell what was done to the tab
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, vi } from "vitest";
import type { Actor } from "../../engine/index.ts";
import { shown } from "./plain-frontend.ts";
import { type TabPlan, shakenTab, tabPlan } from "./shaken-tabs.ts";
import { signedInClient } from "./signed-in-client.ts";
import type { TwoReplicas } from "./two-replicas.ts";
import type { WordModel } from "./word-model.ts";

export interface Turn {
  text: string;
  words: string[];
  pauseMs: number;
  /** The next message does not wait for its end, but interrupts it then. */
  interruptedAfterMs: number | null;
  by: 0 | 1;
}

export interface Conversation {
  tabs: TabPlan[];
  turns: Turn[];
}

const WAITING = { timeout: 30_000, interval: 20 };

/** Short in a counterexample. */
const LONG = "(long)";
const word = fc.constantFrom("Two ", "jobs ", "é", "👩‍💻 ", "[1] ", "\u0000", "[1", ", 2] ", "\n\n", LONG);
const turn: fc.Arbitrary<Turn> = fc.record({
  text: fc.constantFrom("TypeScript jobs", "TypeScript jobs", "more", "tell me about 1", "hello", "remote nursing jobs"),
  words: fc.array(word, { minLength: 1, maxLength: 30 }),
  pauseMs: fc.nat(12),
  interruptedAfterMs: fc.option(fc.nat(250), { nil: null }),
  by: fc.constantFrom<0 | 1>(0, 1),
});

export const anyConversation: fc.Arbitrary<Conversation> = fc.record({
  tabs: fc.array(tabPlan, { minLength: 2, maxLength: 5 }),
  turns: fc.array(turn, { minLength: 1, maxLength: 4 }),
});

/** Holds one conversation in a session of its own, with all that happens to its tabs: in the end each shows what is stored, and nothing came but in order. */
export async function expectSameEverywhere({ tabs: plans, turns }: Conversation, actor: Actor, pair: TwoReplicas, model: WordModel): Promise<void> {
  const token = await pair.token(actor);
  const sessionId = await pair.session(actor);
  const stored = async () => (await pair.stored(actor, sessionId)).map(shown);

  async function talk(): Promise<void> {
    const senders = [await signedInClient(pair.ports[0], token), await signedInClient(pair.ports[1], token)];
    for (const [index, { text, words, pauseMs, interruptedAfterMs, by }] of turns.entries()) {
      model.speech = { words: words.map((word) => (word === LONG ? word.repeat(1_000) : word)), pauseMs };
      const sent = await senders[by]!.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text, onBusy: "interrupt" });
      expect(sent).toMatchObject({ type: "ack", result: { duplicate: false } });
      if (interruptedAfterMs !== null && index < turns.length - 1) await sleep(interruptedAfterMs);
      else await vi.waitUntil(async () => (await stored()).length === 2 * (index + 1), WAITING);
    }
    for (const { socket } of senders) socket.close();
  }

  const place = { ports: pair.ports, token, sessionId };
  const [tabs] = await Promise.all([Promise.all(plans.map((plan) => shakenTab(plan, place))), talk()]);
  try {
    const truth = await stored();
    expect(truth).toHaveLength(2 * turns.length);
    await vi.waitFor(() => {
      for (const { messages, story } of tabs) expect(messages, story.join("\n")).toEqual(truth);
    }, WAITING);
    for (const { complaints, story } of tabs) expect(complaints, story.join("\n")).toEqual([]);
  } finally {
    for (const tab of tabs) tab.close();
  }
}
