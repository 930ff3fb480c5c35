import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PROTOCOL = readFileSync(new URL("../PROTOCOL.md", import.meta.url), "utf8");

const interfaces = [...PROTOCOL.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, code]) => code!.replace(/^interface /gm, "export interface ")).join("\n\n");

const DOCUMENT = "./document.ts";

/** What the document says a client sends is taken, and what it says a server sends is sent, with no field left out. */
const CHECK = `
import type { Command, ConnectionInit } from "${ROOT}src/server/protocol/commands.ts";
import type { ContextRestored, MessagesSnapshot, RunEvent, SessionDeleted, WireMessage } from "${ROOT}src/server/protocol/events.ts";
import type { Ack, CommandError, ConnectionAck, Limits, Result } from "${ROOT}src/server/protocol/replies.ts";
import type { Match } from "${ROOT}src/engine/index.ts";
import type * as document from "${DOCUMENT}";

type Holds<T extends true> = T;
type SameKeys<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;
type Payload<T> = T extends { payload?: infer P } ? NonNullable<P> : never;
type Taken<Told, Schema> = Told extends Schema ? (SameKeys<Told, Schema> extends true ? SameKeys<Payload<Told>, Payload<Schema>> : false) : false;
type Sent<Told, Wire> = Wire extends Told ? (SameKeys<Told, Wire> extends true ? true : false) : false;
type CommandOf<T> = Extract<(typeof Command)["_zod"]["input"], { type: T }>;
type EventOf<T> = Extract<RunEvent, { type: T }>;
type CustomOf<N> = Extract<RunEvent, { name: N }>;

export type Checks = [
  Holds<Taken<document.ConnectionInit, (typeof ConnectionInit)["_zod"]["input"]>>,
  Holds<Taken<document.SessionOpen, CommandOf<"session.open">>>,
  Holds<Taken<document.SessionClose, CommandOf<"session.close">>>,
  Holds<Taken<document.SessionList, CommandOf<"session.list">>>,
  Holds<Taken<document.SessionEnd, CommandOf<"session.end">>>,
  Holds<Taken<document.MessageSend, CommandOf<"message.send">>>,
  Holds<Taken<document.RunCancel, CommandOf<"run.cancel">>>,
  Holds<Taken<document.FeedbackSet, CommandOf<"feedback.set">>>,
  Holds<Taken<document.AuthRefresh, CommandOf<"auth.refresh">>>,
  Holds<Sent<document.ConnectionAck, ConnectionAck>>,
  Holds<Sent<document.Limits, Limits>>,
  Holds<Sent<document.Ack, Ack>>,
  Holds<Sent<document.CommandError, CommandError>>,
  Holds<Sent<document.SessionOpenResult, Result<"session.open">>>,
  Holds<Sent<document.SessionListResult, Result<"session.list">>>,
  Holds<Sent<document.MessageSendResult, Result<"message.send">>>,
  Holds<Sent<document.RunCancelResult, Result<"run.cancel">>>,
  Holds<Sent<document.AuthRefreshResult, Result<"auth.refresh">>>,
  Holds<Sent<document.RunStarted, EventOf<"RUN_STARTED">>>,
  Holds<Sent<document.StepStarted, EventOf<"STEP_STARTED">>>,
  Holds<Sent<document.StepFinished, EventOf<"STEP_FINISHED">>>,
  Holds<Sent<document.ActivitySnapshot, EventOf<"ACTIVITY_SNAPSHOT">>>,
  Holds<Sent<document.Match, Match>>,
  Holds<Sent<document.TextMessageStart, EventOf<"TEXT_MESSAGE_START">>>,
  Holds<Sent<document.TextMessageContent, EventOf<"TEXT_MESSAGE_CONTENT">>>,
  Holds<Sent<document.TextMessageEnd, EventOf<"TEXT_MESSAGE_END">>>,
  Holds<Sent<document.ToolCallChunk, EventOf<"TOOL_CALL_CHUNK">>>,
  Holds<Sent<document.ToolCallResult, EventOf<"TOOL_CALL_RESULT">>>,
  Holds<Sent<document.CustomTitle, CustomOf<"title">>>,
  Holds<Sent<document.CustomIntent, CustomOf<"intent">>>,
  Holds<Sent<document.CustomNotice, CustomOf<"notice">>>,
  Holds<Sent<document.RunFinished, EventOf<"RUN_FINISHED">>>,
  Holds<SameKeys<document.RunFinished["result"], EventOf<"RUN_FINISHED">["result"]>>,
  Holds<Sent<document.RunError, EventOf<"RUN_ERROR">>>,
  Holds<Sent<document.CustomContextRestored, ContextRestored>>,
  Holds<SameKeys<document.CustomContextRestored["value"], ContextRestored["value"]>>,
  Holds<Sent<document.MessagesSnapshot, MessagesSnapshot>>,
  Holds<Sent<document.WireMessage, WireMessage>>,
  Holds<Sent<document.CustomSessionDeleted, SessionDeleted>>,
];

// These hold the checks to account: each would be wrong.
export type CanFail = [
  // @ts-expect-error another field
  Holds<Sent<document.Limits & { more: number }, Limits>>,
  // @ts-expect-error a field left out
  Holds<Sent<Omit<document.RunError, "hint">, EventOf<"RUN_ERROR">>>,
  // @ts-expect-error another type
  Holds<Sent<Omit<document.TextMessageContent, "delta"> & { delta: number }, EventOf<"TEXT_MESSAGE_CONTENT">>>,
  // @ts-expect-error another payload
  Holds<Taken<document.SessionEnd, CommandOf<"run.cancel">>>,
];
`;

test("the interfaces are what is sent and taken", async () => {
  const folder = mkdtempSync(join(tmpdir(), "protocol-types-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, DOCUMENT), interfaces);
  writeFileSync(join(folder, "check.ts"), CHECK);
  const compilerOptions = { typeRoots: [`${ROOT}node_modules/@types`], rewriteRelativeImportExtensions: false };
  const config = { extends: `${ROOT}tsconfig.json`, compilerOptions, files: ["check.ts"], include: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));

  const compiled = promisify(execFile)(process.execPath, [`${ROOT}node_modules/typescript/bin/tsc`, "--project", folder], { cwd: folder });
  const output = await compiled.then(
    () => "",
    (failure: { stdout: string; stderr: string }) => failure.stdout + failure.stderr,
  );
  expect(output.split("\n").filter((line) => line.includes("error TS") && !line.includes("src/"))).toEqual([]);
}, 120_000);
