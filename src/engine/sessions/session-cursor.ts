import { z } from "zod";
import { RolecallError } from "../errors.ts";
import type { SessionKey } from "./session-order.ts";

const Key = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where a page of sessions ended, for clients to give back as it is. */
export function cursorOf({ last_interaction_at: at, session_id: id }: SessionKey): string {
  return Buffer.from(JSON.stringify([at, id] satisfies z.infer<typeof Key>)).toString("base64url");
}

/** @throws {RolecallError} `invalid_input` */
export function readCursor(cursor: string): SessionKey {
  try {
    const [at, id] = Key.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    return { last_interaction_at: at, session_id: id };
  } catch (cause) {
    throw new RolecallError("invalid_input", "The cursor is none that a page of sessions ended with.", {
      hint: "Leave it out to begin with the newest session.",
      cause,
    });
  }
}
