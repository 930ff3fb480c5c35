import { readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, test } from "vitest";
import { Job, Resume } from "../../engine/index.ts";
import { protocolSchema } from "./json-schema.ts";
import { CANDIDATE_MATCH, FULL_CONVERSATION, JOB_MATCH, SESSION } from "./testing/full-conversation.ts";
import { wireEvent } from "./wire-event.ts";

const schema = protocolSchema();
const { $defs } = schema as { $defs: Record<string, object> };
const accepts = (name: string, value: unknown) => new Validator({ $defs, $ref: `#/$defs/${name}` }, "2020-12").validate(JSON.parse(JSON.stringify(value)));
const records = (name: string) =>
  readFileSync(`fixtures/${name}.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("the schema of every frame is written out, and nothing in it is left open for want of a word", () => {
  const text = JSON.stringify(schema);
  const referred = [...text.matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name!);
  expect(referred.filter((name) => $defs[name] === undefined)).toEqual([]);
  expect(referred.length).toBeGreaterThan(40);
  const open = Object.entries($defs).flatMap(([name, definition]) =>
    /"(?!properties|additionalProperties|default)\w+":\{\}/.test(JSON.stringify(definition)) ? [name] : [],
  );
  expect(open).toEqual([]);
  expect(Object.entries($defs).filter(([, definition]) => /"additionalProperties":false/.test(JSON.stringify(definition)))).toEqual([]);
});

describe("another validator", () => {
  test.each(FULL_CONVERSATION)("accepts $event.type at $seq", (entry) => {
    const event = wireEvent(SESSION, entry);
    expect(accepts("WireEvent", event)).toMatchObject({ valid: true });
    expect(accepts("ServerFrame", { ...event, replayed: true, ofALaterVersion: 1 })).toMatchObject({ valid: true });
  });

  test.each([
    ["without its number", ({ seq: _, ...event }: object & { seq?: number }) => event],
    ["with a number in words", (event: object) => ({ ...event, seq: "1" })],
    ["of no session", ({ threadId: _, ...event }: object & { threadId?: string }) => event],
  ])("does not accept an event %s", (_, broken) => {
    for (const entry of FULL_CONVERSATION) expect(accepts("WireEvent", broken(wireEvent(SESSION, entry))).valid).toBe(false);
  });

  test("accepts what clients send, with and without what may be left out", () => {
    expect(accepts("ClientFrame", { type: "connection_init" }).valid).toBe(true);
    expect(accepts("ClientFrame", { id: 1, type: "session.open", payload: { sessionId: "s", afterSeq: 3 } }).valid).toBe(true);
    expect(accepts("SessionOpen", { id: 1, type: "session.open" }).valid).toBe(true);
    expect(accepts("MessageSend", { id: 1, type: "message.send", payload: { sessionId: "s", clientMessageId: "c" } }).valid).toBe(false);
    expect(accepts("FeedbackSet", { id: 1, type: "feedback.set", payload: { sessionId: "s", messageId: "m", rating: "meh" } }).valid).toBe(false);
  });

  test("accepts every record that is written by hand, as the catalogue gives it out", () => {
    const jobs = records("jobs").map((record) => ({ ...JOB_MATCH, record: Job.parse(record) }));
    const candidates = records("resumes").map((record) => {
      const { contact: _, user_id: __, ...resume } = Resume.parse(record);
      return { ...CANDIDATE_MATCH, record: resume };
    });
    expect(jobs.length + candidates.length).toBeGreaterThan(50);
    for (const match of [...jobs, ...candidates]) expect(accepts("Match", match)).toMatchObject({ valid: true });
    expect(accepts("Match", { ...JOB_MATCH, record: { ...JOB_MATCH.record, skills: ["TypeScript"] } }).valid).toBe(false);
  });
});
