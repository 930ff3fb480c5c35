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
import { complaintsOf } from "./verdict.ts";

const WORDS = Array.from({ length: 40 }, (_, index) => ["Word ", "é", "👩‍💻", "[1] ", "\n", "مرحبا "][index % 6]! + index);
const WHOLE = WORDS.join("");
const LONG = { words: WORDS, pauseMs: 25 };
const SHORT = { words: ["Still ", "here."], pauseMs: 0 };
const ASKED = ["nursing jobs", "data analyst jobs", "warehouse jobs"];
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
  model.speech = LONG;
  const pages: [Page, ...Page[]] = [page({ url: door.url, token }), page({ url: door.url, token })];
  if (beside.survivor !== undefined) pages.push(page({ url: beside.survivor.wsUrl, token }));
  const rooms = await Promise.all([...ASKED, ""].map(() => room(pages)));
  const requests = model.requests;

  const asked: Exchange[] = [];
  for (const [index, text] of ASKED.entries()) {
    asked.push(ask(rooms[index]!, text));
    await sleep((Math.random() * APART_MS) / ASKED.length);
  }
  const aimed = ask(rooms.at(-1)!, "TypeScript jobs");
  asked.push(aimed);
  await moment.come({ conversation: aimed.room[0], taken: aimed.sent, words: WORDS });
  victim.process.kill("SIGKILL");
  const killedAt = performance.now();
  const before = asked.map(({ isTaken, room: seen }) => ({ isTaken, words: seen.map(({ messages }) => answerIn(messages)) }));
  const survivor = beside.survivor ?? (await all.start());
  door.ports = [survivor.port];

  process.stderr.write(`DBG killed ${moment.name} ${victim.process.pid}\n`);
  const runs = await Promise.all(asked.map(takenOf));
  process.stderr.write(`DBG runs\n`);
  await vi
    .waitUntil(() => asked.every((one, index) => isOver(one, runs[index]!.runId)), WAITING)
    .catch(async (e) => {
      for (const [i, one] of asked.entries()) {
        const { runId } = runs[i]!;
        const id = one.room[0].session.id;
        process.stderr.write(
          `DBG STUCK ${one.text} ${id} ${runId} ${one.room.map((r) => `ends ${r.endsOf(runId).length} snaps ${r.snapshots} last ${r.session.lastSeq} msg ${r.messages.map((m) => m.role + ":" + m.status).join(",")}`).join(" | ")} stored ${(await all.messages(id)).map((m) => m.role + ":" + m.status + ":" + m.turn_id).join(",")} log ${(await all.logged(id)).map((l) => l.seq + l.event.type).join(",")}\n`,
        );
      }
      process.stderr.write(`STATES ${pages.map((p) => p.client.state + p.connections)}\n${survivor.log()}`);
      throw e;
    });
  for (const [index, { room: seen }] of asked.entries()) {
    const [{ runId }, { isTaken, words }] = [runs[index]!, before[index]!];
    const { status, text: content } = (await all.messages(seen[0].session.id)).at(-1)!;
    expect(["complete", "interrupted"]).toContain(status);
    expect(status === "complete" ? content === WHOLE : WHOLE.startsWith(content), `${status}: ${content}`).toBe(true);
    for (const said of words) expect(content.startsWith(said), `${said} was told, and ${content} is kept`).toBe(true);
    const { at } = seen.at(-1)!.endsOf(runId)[0]!;
    figures.count(at < killedAt ? "over before" : status === "complete" ? (isTaken ? "whole" : "answered by the other") : "interrupted");
    if (isTaken && at > killedAt) figures.time(UNTIL_TOLD, at - killedAt);
  }
  expect(model.requests - requests).toBeLessThanOrEqual(asked.length);

  process.stderr.write(`DBG ended\n`);
  // Their sessions can be used at once.
  model.speech = SHORT;
  const next = asked.map(({ room: seen }) => ask(seen, "marketing jobs"));
  const answered = await Promise.all(next.map(takenOf));
  await vi.waitUntil(() => next.every((one, index) => isOver(one, answered[index]!.runId)), WAITING);
  const complaints = asked.map(({ room: seen }, index) =>
    complaintsOf(all, { sessionId: seen[0].session.id, taken: [runs[index]!, answered[index]!], watched: seen }),
  );
  expect((await Promise.all(complaints)).flat(), moment.name).toEqual([]);
  for (const { room: seen } of asked) expect(seen[0].messages.at(-1)).toMatchObject({ content: SHORT.words.join(""), status: "complete" });
  for (const { client, losses } of pages) {
    expect(losses).toEqual([]);
    client.close();
  }
  return survivor;
}

function answerIn(messages: readonly { role: string; content: string }[]): string {
  const last = messages.at(-1);
  return last?.role === "assistant" ? last.content : "";
}
