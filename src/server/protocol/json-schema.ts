import { z } from "zod";
import { Citation, Intent, Job, Match, Usage } from "../../engine/index.ts";
import { ClientFrame, Command, ConnectionInit, Ping, Pong } from "./commands.ts";
import { ContextRestored, MessagesSnapshot, RunEvent, SessionDeleted, ToolResult, WireEvent, WireMessage } from "./events.ts";
import { Ack, CommandError, ConnectionAck, Limits, Results } from "./replies.ts";
import { ServerFrame } from "./server-frame.ts";

const events = [...RunEvent.options, ContextRestored, MessagesSnapshot, SessionDeleted];
/** What a client sends, by the name it has in the published schema: `MessageSend`. */
export const CLIENT_FRAMES: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ["ConnectionInit", ConnectionInit],
  ["Ping", Ping],
  ["Pong", Pong],
  ...Command.options.map((schema): [string, z.ZodType] => [pascal(schema.shape.type.value), schema]),
]);

/** What a server sends: `RunStarted`, of the `CUSTOM` events `CustomTitle`. */
export const SERVER_FRAMES: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ["ConnectionAck", ConnectionAck],
  ["Pong", Pong],
  ["Ack", Ack],
  ["CommandError", CommandError],
  ...events.map((schema): [string, z.ZodType] => [pascal(schema.shape.type.value) + ("name" in schema.shape ? pascal(schema.shape.name.value) : ""), schema]),
]);

/** The `result` in the `ack` of a command: `MessageSendResult`. */
export const RESULTS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(Results).map(([command, schema]): [string, z.ZodType] => [`${pascal(command)}Result`, schema]),
);

/** What frames are made of. */
const PARTS = { Limits, Match, Job, Citation, Usage, Intent, WireMessage, ToolResult };

type Definition = Record<string, unknown>;

/** JSON Schema of every frame. It lets through what it does not know, as clients have to. */
export function protocolSchema(): Definition {
  const client = definitions({ ...Object.fromEntries(CLIENT_FRAMES), ClientFrame }, "input");
  const server = definitions({ ...PARTS, ...Object.fromEntries([...RESULTS, ...SERVER_FRAMES]), WireEvent, ServerFrame }, "output");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "rolecall.v1",
    anyOf: [{ $ref: "#/$defs/ClientFrame" }, { $ref: "#/$defs/ServerFrame" }],
    $defs: { ...server, ...client },
  };
}

/** Named schemas refer to each other by `#/$defs/<name>`. */
function definitions(named: Record<string, z.ZodType>, io: "input" | "output"): Record<string, Definition> {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  const { schemas } = z.toJSONSchema(names, { ...AS_IT_IS_SENT, io, uri: (id) => `#/$defs/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]));
}

const AS_IT_IS_SENT = { unrepresentable: "any", override: asItIsSent } as const;

function asItIsSent({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Definition }): void {
  // Later versions add fields.
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  const { def } = zodSchema._zod;
  // The catalogue's records keep a value's type where they transform it, and leave out what is null.
  if (def.type === "pipe" && def.out._zod.def.type === "transform") {
    const { $schema: _, ...schema } = z.toJSONSchema(present(def.in), AS_IT_IS_SENT);
    Object.assign(jsonSchema, schema);
  }
}

function present(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod as z.core.$ZodTypes["_zod"];
  return def.type === "optional" || def.type === "nullable" ? present(def.innerType) : schema;
}

/** `TEXT_MESSAGE_END`, `session.open` and `context_restored` as the names of types. */
function pascal(name: string): string {
  return name
    .toLowerCase()
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
