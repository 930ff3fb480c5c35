import { z } from "zod";
import { Pong } from "./commands.ts";
import { WireEvent } from "./events.ts";
import { Ack, CommandError, ConnectionAck } from "./replies.ts";

/** Everything a server sends. */
export const ServerFrame = z.union([ConnectionAck, Pong, Ack, CommandError, WireEvent]);
export type ServerFrame = z.infer<typeof ServerFrame>;
