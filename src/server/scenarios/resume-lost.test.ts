import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { TurnEvent } from "../../engine/index.ts";
import { SEEKER, type SeededStore, fixtures, seededStore } from "../../engine/testing/seeded-store.ts";
import { wireMessage } from "../protocol/wire-event.ts";
import { type BareTab, bareTab } from "../testing/bare-tab.ts";
import { type ClientTab, clientTab } from "../testing/client-tab.ts";
import { type LocalReplica, localReplica } from "../testing/local-replica.ts";
import { tokenOf } from "../testing/plain-tokens.ts";
import { shown } from "../testing/plain-frontend.ts";
import { SHARING } from "../testing/two-replicas.ts";
import { type WordModel, wordModel } from "../testing/word-model.ts";

const WORDS = Array.from({ length: 30 }, (_, index) => `word${index} `);
/** What both logs keep of a session. */
const WINDOW = 5_000;
const WAITING = { timeout: 20_000, interval: 10 };
const token = tokenOf(SEEKER);

let store: SeededStore;
let model: WordModel;
beforeAll(async () => {
  store = await seededStore(fixtures(60));
  model = await wordModel();
}, 120_000);
afterAll(async () => {
  await model?.[Symbol.asyncDispose]();
  store?.[Symbol.dispose]();
});

describe.each(SHARING)("two replicas on $name", ({ environment, missing }) => {
  const isSkipped = missing !== undefined;
  let one: LocalReplica;
  let other: LocalReplica;
  let sessionId: string;
  beforeAll(async () => {
    if (isSkipped) return;
    const [directory, settings] = [store.copy(), { environment: { ...model.environment, ...(await environment()) } }];
    [one, other] = [await localReplica(directory, settings), await localReplica(directory, settings)];
  });
  afterAll(async () => {
    await one?.[Symbol.asyncDispose]();
    await other?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    model.speech = { words: WORDS, pauseMs: 30 };
    if (!isSkipped) sessionId = await one.engine.sessions.create(SEEKER);
  });

  const stored = async () => (await one.engine.sessions.show(SEEKER, sessionId)).messages.map(wireMessage).map(shown);

  async function ask(text = "TypeScript jobs"): Promise<{ ended: Promise<void> }> {
    return one.engine.submit({ ...SEEKER, sessionId, text });
  }

  async function opened(afterSeq: number | undefined, { port }: LocalReplica): Promise<BareTab> {
    const tab = bareTab({ token, sessionId, afterSeq });
    await tab.connect(port);
    return tab;
  }

  async function expectStored(bare: readonly BareTab[], clients: readonly ClientTab[] = []): Promise<void> {
    const truth = await stored();
    await vi.waitFor(() => {
      for (const { page } of bare) expect(page.messages).toEqual(truth);
      for (const { session } of clients) expect(session.messages.map(shown)).toEqual(truth);
    }, WAITING);
    expect([...bare.map(({ page }) => page.complaints), ...clients.map((tab) => tab.complaints())].flat()).toEqual([]);
    for (const tab of bare) tab.cut();
    for (const { client } of clients) client.close();
  }

  const typesOf = ({ client }: BareTab) => client.frames.filter(({ threadId }) => threadId !== undefined).map(({ type, name }) => name ?? type);

  test.skipIf(isSkipped)("a log that is forgotten in the middle of a turn costs those who keep up nothing, and those who were away a snapshot", async () => {
    const [keeping, far] = [await opened(0, one), await opened(0, other)];
    const client = await clientTab({ token, sessionId, next: () => other.port });
    const [away, gone] = [await opened(0, one), await opened(0, other)];
    const { ended } = await ask();
    await vi.waitUntil(() => [away, gone].every(({ page }) => page.messages.at(-1)?.content.includes("word5 ")), WAITING);
    const heard = [away, gone].map(({ page: { lastSeq } }) => lastSeq!);
    for (const tab of [away, gone]) tab.cut();
    await vi.waitUntil(() => keeping.page.lastSeq! > Math.max(...heard) + 3 && far.page.lastSeq! > Math.max(...heard) + 3, WAITING);
    await one.ports.turnLog.forget(sessionId);
    await vi.waitUntil(() => keeping.page.messages.at(-1)!.content.includes("word15 "), WAITING);
    await away.connect(other.port);
    await gone.connect(one.port);
    const late = await opened(undefined, other);
    await ended;
    expect((await stored())[1]).toMatchObject({ status: "complete", content: WORDS.join("") });
    await expectStored([keeping, far, away, gone, late], [client]);
    expect(keeping.page.snapshots).toBe(0);
    for (const { page } of [away, gone]) expect(page.snapshots).toBeGreaterThan(0);
  });

  test.skipIf(isSkipped)("where the log of a turn that has ended is gone, every cursor but the last is answered with a snapshot", async () => {
    const first = await opened(0, one);
    await (
      await ask()
    ).ended;
    await vi.waitUntil(() => first.page.ends.size === 1, WAITING);
    const last = first.page.lastSeq!;
    await one.ports.turnLog.forget(sessionId);
    const tabs: BareTab[] = [];
    for (let cut = 0; cut <= last + 2; cut += 3) {
      for (const replica of [one, other]) {
        const tab = await opened(cut, replica);
        await tab.client.next(cut === last ? "CUSTOM" : "MESSAGES_SNAPSHOT");
        expect(typesOf(tab).slice(0, 2)).toEqual(cut === last ? ["context_restored"] : ["context_restored", "MESSAGES_SNAPSHOT"]);
        tabs.push(tab);
      }
    }
    model.speech = { words: ["More."], pauseMs: 0 };
    await (
      await ask("more")
    ).ended;
    const truth = await stored();
    expect(truth).toHaveLength(4);
    await vi.waitFor(() => {
      for (const { page } of tabs) expect(page.messages.slice(-4)).toEqual(page.snapshots > 0 ? truth : truth.slice(2));
    }, WAITING);
    expect(tabs.flatMap(({ page }) => page.complaints)).toEqual([]);
    // Nobody is told a number again that somebody was told before.
    expect(Math.min(...tabs.map(({ page }) => page.seqs[0]!))).toBeGreaterThan(last);
    for (const tab of [first, ...tabs]) tab.cut();
  });

  test.skipIf(isSkipped)(`of a session with more than ${WINDOW} events the last ones are told one by one, and what is before them is a snapshot`, async () => {
    model.speech = { words: ["One ", "more."], pauseMs: 0 };
    await (
      await ask("hello")
    ).ended;
    const old: TurnEvent = { type: "notice", code: "left-out", text: "An earlier one." };
    const filler = Array.from({ length: 500 }, () => old);
    for (let told = 0; told < WINDOW; told += filler.length) await one.ports.turnLog.append(sessionId, "an-earlier-turn", filler, 0);
    await (
      await ask()
    ).ended;
    const { first, last } = (await one.ports.turnLog.extent(sessionId))!;
    expect(last - first + 1).toBe(WINDOW);
    for (const replica of [one, other]) {
      const kept = await opened(first - 1, replica);
      await vi.waitUntil(() => kept.page.lastSeq === last, WAITING);
      expect(kept.page.seqs).toEqual(Array.from({ length: WINDOW }, (_, index) => first + index));
      expect(kept.page.snapshots).toBe(0);
      const lost = await Promise.all([first - 2, 0, last + 1].map((afterSeq) => opened(afterSeq, replica)));
      for (const tab of lost) {
        await vi.waitUntil(() => tab.page.snapshots > 0, WAITING);
        expect(typesOf(tab).slice(0, 2)).toEqual(["context_restored", "MESSAGES_SNAPSHOT"]);
      }
      expect([kept, ...lost].flatMap(({ page }) => page.complaints)).toEqual([]);
      kept.cut();
      await expectStored(lost);
    }
  });
});
