import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { type BareTab, bareTab } from "../testing/bare-tab.ts";
import { shown } from "../testing/plain-frontend.ts";
import { signedInClient } from "../testing/signed-in-client.ts";
import type { TestClient } from "../testing/test-client.ts";
import { IN_ONE_PROCESS, IN_TWO_PROCESSES, type TwoReplicas } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 30 }, (_, index) => ["Word ", "é", "👩‍💻", "\u0000", "[1] ", "\n", "مرحبا "][index % 7]! + index);
const SPEECH = { words: WORDS, pauseMs: 40 };
/** Besides the words: start, title, intent, matches, four steps, the text's two ends, notices and the end. */
const MOST_EVENTS = WORDS.length + 25;
const WAITING = { timeout: 60_000, interval: 10 };

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel(SPEECH);
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each([...IN_ONE_PROCESS, ...IN_TWO_PROCESSES])("two replicas on $name", ({ open, missing }) => {
  const isSkipped = missing !== undefined;
  let pair: TwoReplicas;
  beforeAll(async () => {
    if (!isSkipped) pair = await open(model.environment, store);
  }, 120_000);
  afterAll(() => pair?.[Symbol.asyncDispose]());

  interface Asking {
    sessionId: string;
    token: string;
    ask(): Promise<unknown>;
  }

  /** A session, and how to begin its turn. */
  async function asking(): Promise<Asking> {
    const token = await pair.token(SEEKER);
    const sender: TestClient = await signedInClient(pair.ports[0], token);
    const sessionId = await sender.session();
    return { sessionId, token, ask: () => sender.command("message.send", { sessionId, clientMessageId: crypto.randomUUID(), text: "TypeScript jobs" }) };
  }

  async function storedTurn(sessionId: string) {
    const stored = (await pair.stored(SEEKER, sessionId)).map(shown);
    expect(stored.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(stored[1]).toMatchObject({ content: WORDS.join(""), status: "complete" });
    expect(stored[1]!.matches.length).toBeGreaterThan(1);
    return stored;
  }

  const ends = ({ page }: BareTab) => page.ends.size > 0;

  test.skipIf(isSkipped)(
    "cut after every event of a running turn, and connected again to the same and to the other: each event once",
    { timeout: 120_000 },
    async () => {
      const { sessionId, token, ask } = await asking();
      const failed: unknown[] = [];
      const cuts = Array.from({ length: MOST_EVENTS }, (_, after) =>
        pair.ports.map((port) => {
          const tab = bareTab({ token, sessionId, afterSeq: 0 });
          const cut = { after, tab, isDone: false };
          tab.onFrame = () => {
            if (cut.isDone || (tab.page.lastSeq ?? 0) < after) return;
            cut.isDone = true;
            tab.cut();
            tab.connect(port).catch((error: unknown) => failed.push(error));
          };
          return cut;
        }),
      ).flat();
      for (const { tab } of cuts) await tab.connect(pair.ports[0]);
      await ask();
      await vi.waitUntil(() => failed.length > 0 || cuts.every(({ tab }) => ends(tab)), WAITING);
      expect(failed).toEqual([]);
      const last = cuts[0]!.tab.page.lastSeq!;
      expect(cuts.filter(({ isDone }) => isDone).map(({ after }) => after)).toEqual(
        Array.from({ length: 2 * (last + 1) }, (_, index) => Math.floor(index / 2)),
      );
      const stored = await storedTurn(sessionId);
      for (const { page } of cuts.map(({ tab }) => tab)) {
        expect(page.complaints).toEqual([]);
        expect(page.seqs).toEqual(Array.from({ length: last }, (_, index) => index + 1));
        expect(page.snapshots).toBe(0);
        expect(page.messages).toEqual(stored);
        expect([...page.ends.values()]).toMatchObject([{ type: "RUN_FINISHED", result: { messageId: stored[1]!.id } }]);
      }
    },
  );

  test.skipIf(isSkipped)("a page that is loaded at every event of a running turn shows the answer from its first word", { timeout: 120_000 }, async () => {
    const { sessionId, token, ask } = await asking();
    const pages: BareTab[] = [];
    const failed: unknown[] = [];
    const lead = bareTab({ token, sessionId, afterSeq: 0 });
    lead.onFrame = () => {
      for (const port of pair.ports) {
        const page = bareTab({ token, sessionId });
        pages.push(page);
        page.connect(port).catch((error: unknown) => failed.push(error));
      }
    };
    await lead.connect(pair.ports[0]);
    await ask();
    await vi.waitUntil(() => ends(lead) && pages.every(({ page }) => page.messages.at(-1)?.status === "complete"), WAITING);
    expect(failed).toEqual([]);
    expect(pages.length).toBeGreaterThan(2 * WORDS.length);
    const stored = await storedTurn(sessionId);
    for (const { page } of pages) {
      expect(page.complaints).toEqual([]);
      expect(page.messages).toEqual(stored);
    }
  });

  test.skipIf(isSkipped)("connected again after every event of a turn that has ended: the rest of it, as it was told", { timeout: 120_000 }, async () => {
    const { sessionId, token, ask } = await asking();
    const whole = bareTab({ token, sessionId, afterSeq: 0 });
    await whole.connect(pair.ports[0]);
    await ask();
    await vi.waitUntil(() => ends(whole), WAITING);
    expect(whole.page.complaints).toEqual([]);
    expect(whole.page.messages).toEqual(await storedTurn(sessionId));
    const last = whole.page.lastSeq!;
    const events = whole.client.frames.filter(({ seq }) => seq !== undefined);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    for (const port of pair.ports) {
      for (let cut = 0; cut <= last; cut += 1) {
        const client = await signedInClient(port, token);
        await client.command("session.open", { sessionId, afterSeq: cut });
        await client.next(({ name, seq }) => (cut === last ? name === "context_restored" : seq === last));
        expect(client.frames.filter(({ seq }) => seq !== undefined)).toEqual(events.slice(cut).map((event) => ({ ...event, replayed: true })));
        client.terminate();
      }
    }
  });
});
