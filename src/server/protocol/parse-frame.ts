import type { z } from "zod";
import { type ClientFrame, Command, CommandId, ConnectionInit, Ping, Pong } from "./commands.ts";
import type { CommandError } from "./replies.ts";

/** No frame of the protocol comes near it. */
const DEEPEST = 32;
/** So much of an unknown type is quoted back. */
const QUOTED_CHARACTERS = 64;

export type ParsedFrame =
  | { kind: "frame"; frame: ClientFrame }
  /** A command that cannot be carried out as it is; the connection stays. */
  | { kind: "refused"; error: CommandError }
  /** Not of this protocol: the connection is closed with 4400, and told why. */
  | { kind: "bad"; reason: string };

const CONNECTION_FRAMES = new Map<string, z.ZodType<ClientFrame>>([ConnectionInit, Ping, Pong].map((schema) => [schema.shape.type.value, schema]));
const COMMANDS = new Map<string, z.ZodType<Command>>(Command.options.map((schema) => [schema.shape.type.value, schema]));

/** Reads what a client sent. Never throws, whatever that is. */
export function parseFrame(text: string): ParsedFrame {
  if (nestsDeeperThan(DEEPEST, text)) return { kind: "bad", reason: "Nested too deeply" };
  const value = parsed(text);
  if (value === undefined) return { kind: "bad", reason: "Not JSON" };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "bad", reason: "Not a JSON object" };
  const { id, type } = value as Record<string, unknown>;
  if (typeof type !== "string") return { kind: "bad", reason: "No type" };

  const ofConnection = CONNECTION_FRAMES.get(type)?.safeParse(value);
  if (ofConnection !== undefined) return ofConnection.success ? { kind: "frame", frame: ofConnection.data } : { kind: "bad", reason: `Not a valid ${type}` };
  const ofCommand = COMMANDS.get(type)?.safeParse(value);
  if (ofCommand?.success) return { kind: "frame", frame: ofCommand.data };
  const refusal = ofCommand === undefined ? unknownCommand(type) : invalidInput(type, ofCommand.error);
  return { kind: "refused", error: { type: "error", id: CommandId.safeParse(id).data ?? null, ...refusal, retryable: false } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Refusal = Pick<CommandError, "code" | "message" | "hint">;

function unknownCommand(type: string): Refusal {
  const quoted = type.length > QUOTED_CHARACTERS ? `${type.slice(0, QUOTED_CHARACTERS)}…` : type;
  return { code: "unknown_command", message: `There is no command ${JSON.stringify(quoted)}.`, hint: `The commands are ${[...COMMANDS.keys()].join(", ")}.` };
}

/** Names the field; what was in it is not repeated. */
function invalidInput(type: string, { issues }: z.ZodError): Refusal {
  const { path, message } = issues[0]!;
  const remedy = message.replace(/^[^:]*: /, "").replace(/\.?$/, ".");
  return {
    code: "invalid_input",
    message: `The field ${path.join(".")} of ${type} is missing or not valid.`,
    hint: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`,
  };
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Counts brackets outside of strings, so that nothing deep is ever built. */
function nestsDeeperThan(deepest: number, text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) quoted = !quoted;
    else if (quoted) at += unit === BACKSLASH ? 1 : 0;
    else if (OPENING.has(unit)) depth += 1;
    else if (CLOSING.has(unit)) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}
