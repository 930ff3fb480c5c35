import { expect } from "vitest";
import type { Match } from "../matching/match.ts";
import { type Turn, ofType } from "./conversation.ts";

const PARTS = ["relevance", "skills", "title", "seniority", "location", "salary", "recency"];

/** What holds of every turn that ended well, whatever was asked. */
export function expectSoundTurn(turn: Turn): void {
  const types = turn.events.map(({ type }) => type);
  const said = types.filter((type) => !/^(?:step|text)-|^title$/.test(type));
  expect(said.slice(0, 2)).toEqual(["turn-start", "intent-understood"]);
  const texts = turn.events.filter(({ type }) => type === "text-start" || type === "text-end");
  const messageId = turn.end!.message.id;
  expect(texts).toEqual(
    turn.streamed === ""
      ? []
      : [
          { type: "text-start", messageId },
          { type: "text-end", messageId },
        ],
  );
  expect(types.filter((type) => type === "step-start")).toHaveLength(types.filter((type) => type === "step-end").length);
  expect(types.filter((type) => type === "turn-end" || type === "turn-error")).toEqual(["turn-end"]);
  expect(types.at(-1)).toBe("turn-end");

  const end = turn.end!;
  expect(end.message).toMatchObject({ status: "complete", text: turn.streamed });
  expect(end.message.text.trim()).not.toBe("");
  expect(end.message.matches).toEqual(turn.matches);
  for (const { payloadType, items } of ofType(turn.events, "matches-found")) {
    expect(items.every(({ kind }) => kind === (payloadType === "jobs" ? "job" : "candidate"))).toBe(true);
  }
  for (const match of turn.matches) expectExplainedScore(match);
  expectListedCitations(turn);
}

export function expectExplainedScore({ score, coverage, parts }: Match): void {
  expect(parts.map(({ name }) => name)).toEqual(PARTS);
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const known = parts.filter(({ value }) => value !== null).reduce((sum, { weight }) => sum + weight, 0);
  expect(coverage).toBeCloseTo(known / all, 9);
  for (const { weight, value, contribution } of parts) expect(contribution).toBeCloseTo(value === null ? 0 : (weight * value) / known, 9);
  const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
  if (score === null) expect(known).toBe(0);
  else expect(Math.abs(score - sum)).toBeLessThanOrEqual(1e-9);
}

/** Every number in brackets is one of this turn's matches, and an answer about matches names at least one. */
export function expectListedCitations({ end, matches, streamed }: Turn): void {
  const listed = new Map(matches.map(({ rank, id }) => [rank, id]));
  for (const [, digits] of streamed.matchAll(/\[(\d+)\]/g)) expect(listed.keys().toArray()).toContain(Number(digits));
  for (const { n, id } of end!.citations) expect(listed.get(n)).toBe(id);
  if (matches.length > 0) expect(end!.citations.length).toBeGreaterThan(0);
}
