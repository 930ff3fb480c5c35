import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Command } from "./commands.ts";
import { MAX_FRAME_BYTES } from "./connection.ts";
import { parseFrame } from "./parse-frame.ts";
import { CommandError } from "./replies.ts";

const parse = (value: unknown) => parseFrame(JSON.stringify(value));
const nested = (depth: number) => `${'{"payload":'.repeat(depth - 1)}{}${"}".repeat(depth - 1)}`;

describe("what a client may send", () => {
  test.each([
    { type: "connection_init", payload: { token: "t" } },
    { type: "ping" },
    { type: "pong" },
    { id: "1", type: "session.open", payload: { sessionId: "s", afterSeq: 0 } },
    { id: 2, type: "session.close", payload: { sessionId: "s" } },
    { id: "3", type: "session.list", payload: { cursor: "c" } },
    { id: "4", type: "session.end", payload: { sessionId: "s" } },
    { id: "5", type: "message.send", payload: { sessionId: "s", clientMessageId: "c", text: "", onBusy: "interrupt" } },
    { id: "6", type: "run.cancel", payload: { sessionId: "s", runId: "r" } },
    { id: "7", type: "feedback.set", payload: { sessionId: "s", messageId: "m", rating: "up", text: "Good" } },
    { id: "8", type: "auth.refresh", payload: { token: "t" } },
  ])("$type is read as it is", (frame) => {
    expect(parse(frame)).toEqual({ kind: "frame", frame });
  });

  test("may leave out a payload without a field that is needed", () => {
    expect(parse({ type: "connection_init" })).toMatchObject({ kind: "frame", frame: { payload: {} } });
    expect(parse({ id: 1, type: "session.open" })).toMatchObject({ kind: "frame", frame: { payload: {} } });
    expect(parse({ id: 1, type: "session.list" })).toMatchObject({ kind: "frame", frame: { payload: {} } });
  });

  test("may have fields of a later version, which are left out", () => {
    const read = parse({ id: 1, type: "session.end", payload: { sessionId: "s", gently: true }, trace: "x" });
    expect(read).toEqual({ kind: "frame", frame: { id: 1, type: "session.end", payload: { sessionId: "s" } } });
  });

  test("may have any characters in a text", () => {
    const text = 'a "quoted" [[[{{{ \\ line\nand half a pair \uD83D';
    expect(parse({ id: 1, type: "message.send", payload: { sessionId: "s", clientMessageId: "c", text } })).toMatchObject({ frame: { payload: { text } } });
    expect(parse({ id: 1, type: "message.send", payload: { sessionId: "s", clientMessageId: "c", text: "[".repeat(1_000) } }).kind).toBe("frame");
  });
});

describe("a bad frame", () => {
  test.each([
    ["nothing", ""],
    ["no JSON", "hello"],
    ["half of it", '{"type":"ping"'],
    ["a list", '[{"type":"ping"}]'],
    ["a number", "1"],
    ["null", "null"],
    ["no type", '{"id":1}'],
    ["a type that is no text", '{"id":1,"type":7}'],
    ["an initialisation with something else for a token", '{"type":"connection_init","payload":{"token":{"sub":"ada"}}}'],
    ["33 levels", nested(33)],
    ["a frame full of opening brackets", "[".repeat(MAX_FRAME_BYTES)],
    ["a frame full of objects in objects", nested(5_000)],
  ])("is %s", (_, text) => {
    expect(parseFrame(text)).toEqual({ kind: "bad", reason: expect.stringMatching(/\w/) });
  });

  test("has a reason that fits into a close frame", () => {
    for (const text of ["", "[]", "{}", nested(40), '{"type":"connection_init","payload":1}']) {
      const read = parseFrame(text);
      expect(read.kind === "bad" && Buffer.byteLength(read.reason) <= 123).toBe(true);
    }
  });

  test("is not one that is 32 levels deep", () => {
    expect(parseFrame(nested(32))).toEqual({ kind: "bad", reason: "No type" });
    expect(parseFrame(`{"type":"nothing.we.know","payload":${nested(31)}}`).kind).toBe("refused");
  });
});

describe("a command that cannot be carried out", () => {
  test.each([
    ["a field that is missing", { id: "a", type: "message.send", payload: { sessionId: "s", clientMessageId: "c" } }, "payload.text"],
    ["a field of another type", { id: "a", type: "session.open", payload: { afterSeq: "7" } }, "payload.afterSeq"],
    ["a number that is too small", { id: "a", type: "session.open", payload: { afterSeq: -1 } }, "payload.afterSeq"],
    ["a word that is none of those allowed", { id: "a", type: "feedback.set", payload: { sessionId: "s", messageId: "m", rating: "meh" } }, "payload.rating"],
    ["a text that is too long", { id: "a", type: "auth.refresh", payload: { token: "x".repeat(20_000) } }, "payload.token"],
    ["no payload", { id: "a", type: "run.cancel" }, "payload"],
    ["a payload that is a list", { id: "a", type: "session.end", payload: [] }, "payload"],
  ])("for %s is refused by the name of the field", (_, command, field) => {
    const read = parse(command);
    expect(read).toMatchObject({ kind: "refused", error: { type: "error", id: "a", code: "invalid_input", retryable: false } });
    expect(read.kind === "refused" && read.error.message).toMatch(
      new RegExp(`^The field ${field.replace(".", "\\.")} of ${command.type.replace(".", "\\.")} is`),
    );
    expect(read.kind === "refused" && read.error.hint).toMatch(/^[A-Z].*\.$/);
  });

  test("does not have its words repeated", () => {
    expect(JSON.stringify(parse({ id: "a", type: "auth.refresh", payload: { token: { secret: "canary" } } }))).not.toContain("canary");
  });

  test.each([
    [{ type: "session.list" }, null],
    [{ id: "", type: "session.list" }, null],
    [{ id: { a: 1 }, type: "session.list" }, null],
    [{ id: 1.5, type: "session.list" }, null],
    [{ id: "x".repeat(129), type: "session.list" }, null],
  ])("for want of an id is answered without one", (command, id) => {
    expect(parse(command)).toMatchObject({ kind: "refused", error: { id, code: "invalid_input", message: expect.stringContaining("The field id ") } });
  });

  test.each(["session.fly", "__proto__", "constructor", "", "MESSAGE.SEND"])("is unknown: %s", (type) => {
    const read = parse({ id: 9, type, payload: {} });
    expect(read).toMatchObject({ kind: "refused", error: { id: 9, code: "unknown_command", retryable: false } });
    expect(read.kind === "refused" && read.error.hint).toContain("message.send");
  });

  test("is quoted no further than it is worth", () => {
    expect(JSON.stringify(parse({ id: 9, type: "x".repeat(60_000) })).length).toBeLessThan(500);
  });
});

describe("whatever comes", () => {
  const answered = (text: string) => {
    const read = parseFrame(text);
    return read.kind === "bad" || (read.kind === "refused" ? CommandError.safeParse(read.error).success : typeof read.frame.type === "string");
  };

  test("is answered, and never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), answered));
    fc.assert(fc.property(fc.json(), answered));
  });

  test("is answered, also where it is nearly a command", () => {
    const types = Command.options.map(({ shape }) => shape.type.value);
    const field = fc.constantFrom("sessionId", "runId", "text", "token", "afterSeq", "__proto__", "toString");
    const command = fc.record({ id: fc.jsonValue(), type: fc.constantFrom(...types), payload: fc.oneof(fc.dictionary(field, fc.jsonValue()), fc.jsonValue()) });
    fc.assert(fc.property(command, (value) => answered(JSON.stringify(value))));
  });
});
