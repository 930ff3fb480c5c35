import { readFileSync } from "node:fs";
import { EventSchemas } from "@ag-ui/core/schemas";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, test } from "vitest";
import { ERROR_CODES, type ErrorCode, RolecallError } from "../../engine/index.ts";
import { CLOSE } from "./close-codes.ts";
import { HEARTBEAT_MS, INIT_TIMEOUT_MS, MAX_BUFFERED_BYTES, MAX_FRAME_BYTES, MAX_OPEN_SESSIONS, SOCKET_PATH, STALL_MS, SUBPROTOCOL } from "./connection.ts";
import { SOCKET_ERRORS } from "./error-codes.ts";
import { CLIENT_FRAMES, RESULTS, SERVER_FRAMES, protocolSchema } from "./json-schema.ts";
import { parseFrame } from "./parse-frame.ts";

const PROTOCOL = readFileSync(new URL("../PROTOCOL.md", import.meta.url), "utf8");
const { $defs } = protocolSchema() as { $defs: Record<string, object> };

interface Example {
  frame: string;
  /** Of an ack. */
  result?: string;
  text: string;
}

const examples = [...PROTOCOL.matchAll(/<!-- frame: (\w+)(?:, result: (\w+))? -->\n```json\n([\s\S]*?)\n```/g)].map(([, frame, result, text]): Example => ({
  frame: frame!,
  result,
  text: text!,
}));

function table(name: string): string[][] {
  const rows = PROTOCOL.split(`<!-- ${name}:start -->\n`)[1]!.split(`\n<!-- ${name}:end -->`)[0]!.split("\n").slice(2);
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

describe("the examples", () => {
  test("all say which frame they are, and leave no frame and no result out", () => {
    expect(examples).toHaveLength(PROTOCOL.match(/```json/g)!.length);
    const shown = new Set(examples.flatMap(({ frame, result }) => [frame, result]));
    expect([...CLIENT_FRAMES.keys(), ...SERVER_FRAMES.keys(), ...RESULTS.keys()].filter((name) => !shown.has(name))).toEqual([]);
  });

  test.each(examples)("of $frame is one, by our schema and by another validator", ({ frame, text }) => {
    const value = JSON.parse(text);
    const schema = CLIENT_FRAMES.get(frame) ?? SERVER_FRAMES.get(frame);
    expect(schema?.safeParse(value)).toMatchObject({ success: true, data: value });
    expect(new Validator({ $defs, $ref: `#/$defs/${frame}` }, "2020-12").validate(value)).toMatchObject({ valid: true });
  });

  test.each(examples.filter(({ result }) => result !== undefined))("of $result is one", ({ result, text }) => {
    const value = JSON.parse(text).result;
    expect(RESULTS.get(result!)?.safeParse(value)).toMatchObject({ success: true, data: value });
  });

  test.each(examples.filter(({ frame }) => CLIENT_FRAMES.has(frame)))("of $frame is read from a client", ({ text }) => {
    expect(parseFrame(text)).toMatchObject({ kind: "frame" });
  });

  test.each(examples.filter(({ text }) => "threadId" in JSON.parse(text)))("of $frame is read by AG-UI", ({ text }) => {
    expect(EventSchemas.safeParse(JSON.parse(text))).toMatchObject({ success: true });
  });
});

describe("the tables", () => {
  test("of close codes is the server's", () => {
    const rows = table("close").map(([code, name, reason, reconnect]) => [name, { code: Number(code), reason, reconnect }]);
    expect(Object.fromEntries(rows)).toEqual(CLOSE);
  });

  test("of errors has every code that can come, and whether trying again can help", () => {
    const neverSent: ErrorCode[] = ["usage", "gate_failed"];
    const ofEngine = ERROR_CODES.filter((code) => !neverSent.includes(code)).map((code) => [code, new RolecallError(code, "").retryable]);
    const ofSocket = Object.entries(SOCKET_ERRORS).map(([code, { retryable }]) => [code, retryable]);
    const rows = table("errors").map(([code, retryable]) => [code, { yes: true, no: false }[retryable!]]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries([...ofSocket, ...ofEngine]));
  });

  test("name no code twice", () => {
    for (const rows of [table("errors"), table("close")]) expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length);
  });
});

test("the numbers are the server's", () => {
  const acknowledged = JSON.parse(examples.find(({ frame }) => frame === "ConnectionAck")!.text);
  expect(acknowledged).toMatchObject({ heartbeatMs: HEARTBEAT_MS, limits: { maxFrameBytes: MAX_FRAME_BYTES, openSessions: MAX_OPEN_SESSIONS } });
  const said = [
    `After ${INIT_TIMEOUT_MS / 1_000} s without it`,
    `| time until \`connection_init\` | ${INIT_TIMEOUT_MS / 1_000} s |`,
    `| bytes of a frame from the client | ${MAX_FRAME_BYTES.toLocaleString("en")} |`,
    `Beyond ${MAX_BUFFERED_BYTES / 1_024} KiB`,
    `nothing for ${STALL_MS / 1_000} s`,
    `GET ${SOCKET_PATH}`,
    `\`${SUBPROTOCOL}\``,
  ];
  for (const words of said) expect(PROTOCOL).toContain(words);
});

test("every link within the document leads somewhere", () => {
  const anchors = [...PROTOCOL.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...PROTOCOL.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor!);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});
