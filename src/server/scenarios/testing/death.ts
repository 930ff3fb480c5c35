import { setTimeout as sleep } from "node:timers/promises";
import { expect, vi } from "vitest";
import type { Replica } from "../../testing/replica.ts";
import type { WordModel } from "../../testing/word-model.ts";
import { balancer } from "./balancer.ts";
import { type Exchange, ask, isOver, room, takenOf } from "./exchange.ts";
import type { Figures } from "./figures.ts";
import type { Fleet } from "./fleet.ts";
import type { Moment } from "./moments.ts";
import { type Page, page } from "./page.ts";
import { type Taken, complaintsOf } from "./verdict.ts";

const WORDS = Array.from({ length: 40 }, (_, index) => ["Word ", "é", "👩‍💻", "\u0000", "\n", "مرحبا "][index % 6]! + index);
const WHOLE = WORDS.join("");
const LONG = { words: WORDS, pauseMs: 25 };
const SHORT = { words: ["Still ", "here."], pauseMs: 0 };
const AIMED = "TypeScript jobs";
const BESIDE = ["nursing jobs", "data analyst jobs", "warehouse jobs"];
/** Runs begin within this, so that one death meets them in several moments. */
const APART_MS = 1_000;
const WAITING = { timeout: 40_000, interval: 10 };
export const UNTIL_TOLD = "from the kill to the end";

export interface Death {
  all: Fleet;
  model: WordModel;
  token: string;
  /** Of the run that is aimed at; others are in whatever moment they are in. */
  moment: Moment;
  victim: Replica;
  /** Runs beside it. Absent: another is started once it is dead. */
  survivor?: Replica;
  figures: Figures;
}

/** Kills a replica that runs a few turns with `kill -9`, sees what becomes of them and of their sessions, and gives back the one that took over. */
export async function dies({ all, model, token, moment, victim, figures, ...beside }: Death): Promise<Replica> {
  await using door = await balancer([victim.port]);
  const pages: [Page, ...Page[]] = [page({ url: door.url, token }), page({ url: door.url, token })];
  if (beside.survivor !== undefined) pages.push(page({ url: beside.survivor.wsUrl, token }));
  const rooms = await Promise.all([...BESIDE, AIMED].map(() => room(pages)));

  model.speech = LONG;
  const requests = model.requests;
  const asked: Exchange[] = [];
  for (const [index, text] of BESIDE.entries()) {
    asked.push(ask(rooms[index]!, text));
    await sleep((Math.random() * APART_MS) / BESIDE.length);
  }
  const aimed = ask(rooms.at(-1)!, AIMED);
  asked.push(aimed);
  await moment.come({ conversation: aimed.room[0], taken: aimed.sent, words: WORDS });
  victim.process.kill("SIGKILL");
  const killedAt = performance.now();
  const before = asked.map(({ isTaken, room: seen }) => ({ isTaken, told: seen.map(({ messages }) => answerIn(messages)) }));
  const survivor = beside.survivor ?? (await all.start());
  door.ports = [survivor.port];

  const runs = await untilOver(asked);
  await expectSound(asked, [runs]);
  expect(model.requests - requests).toBeLessThanOrEqual(asked.length);
  for (const [index, { room: seen }] of asked.entries()) {
    const [{ runId }, { isTaken, told }] = [runs[index]!, before[index]!];
    const { status, text } = (await all.messages(seen[0].session.id)).at(-1)!;
    expect(["complete", "interrupted"]).toContain(status);
    expect(status === "complete" ? text === WHOLE : WHOLE.startsWith(text), `${status}: ${text}`).toBe(true);
    for (const words of told) expect(text.startsWith(words), `"${words}" was told, and "${text}" is kept`).toBe(true);
    const { at } = seen.at(-1)!.endsOf(runId)[0]!;
    figures.count(at < killedAt ? "over before" : status === "interrupted" ? "interrupted" : isTaken ? "told its end by the other" : "answered by the other");
    if (isTaken && at > killedAt) figures.time(UNTIL_TOLD, at - killedAt);
  }

  // Their sessions can be used at once.
  model.speech = SHORT;
  const again = asked.map(({ room: seen }) => ask(seen, "marketing jobs"));
  await expectSound(asked, [runs, await untilOver(again)]);
  for (const { room: seen } of again) expect(seen[0].messages.at(-1)).toMatchObject({ content: SHORT.words.join(""), status: "complete" });
  expect(pages.flatMap(({ losses }) => losses)).toEqual([]);
  for (const { client } of pages) client.close();
  return survivor;

  async function expectSound(exchanges: readonly Exchange[], turns: readonly (readonly Taken[])[]): Promise<void> {
    const complaints = exchanges.map(({ room: watched }, index) => {
      const sessionId = watched[0].session.id;
      return complaintsOf(all, { sessionId, watched, taken: turns.map((of) => of[index]!) });
    });
    expect((await Promise.all(complaints)).flat(), `killed ${moment.name}`).toEqual([]);
  }
}

/** Who has not been told the end by then is told of in what follows. */
async function untilOver(asked: readonly Exchange[]): Promise<Taken[]> {
  const runs = await Promise.all(asked.map(takenOf));
  await vi.waitUntil(() => asked.every((one, index) => isOver(one, runs[index]!.runId)), WAITING).catch(() => {});
  return runs;
}

function answerIn(messages: readonly { role: string; content: string }[]): string {
  const last = messages.at(-1);
  return last?.role === "assistant" ? last.content : "";
}
