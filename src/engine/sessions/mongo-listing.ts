import { Binary, type Collection, type Document, UUID } from "mongodb";
import type { Role } from "../catalog/records.ts";
import { idForms } from "../store/mongo-values.ts";
import { byUser } from "./mongo-append.ts";
import type { Session } from "./session.ts";
import { BEFORE_ALL, type SessionKey, inListOrder } from "./session-order.ts";

/** The most that every server takes for a limit. */
const NO_LIMIT = 2 ** 31 - 1;

interface Listing {
  sessions: Collection;
  /** Leaves out what cannot be read. */
  read: (documents: readonly Document[]) => Session[];
  userId: string;
  role: Role | null;
  limit: number;
  after: SessionKey | undefined;
}

/**
 * A page of a user's sessions. Those with a date, as the portal's plan has it, come by the index from where the last page ended. Some writers
 * left a string there, or nothing: such are few, have a date once they are read, and are put between the others.
 */
export async function listSessions({ sessions, read, userId, role, limit, after = BEFORE_ALL }: Listing): Promise<Session[]> {
  const listed = { ...byUser(userId), ...(role === null ? {} : { role }), opening: { $exists: false } };

  async function dated(): Promise<Session[]> {
    const found: Session[] = [];
    const most = Math.min(limit, NO_LIMIT);
    let [at, ids] = [new Date(after.last_interaction_at), idsBehind(after.session_id)];
    // A page is full although a session is left out: who pages takes a short one for the last.
    for (let rest = most; rest > 0; rest = most - found.length) {
      const behind = [{ last_interaction_at: { $lt: at } }, ...ids.map((id) => ({ session_id: id }))];
      const documents = await sessions
        .find({ ...listed, last_interaction_at: { $lte: at }, $or: behind })
        .sort({ last_interaction_at: -1, session_id: 1 })
        .limit(rest)
        .toArray();
      found.push(...read(documents));
      if (documents.length < rest) break;
      const last = documents.at(-1)!;
      [at, ids] = [last.last_interaction_at as Date, [{ $gt: last.session_id }]];
    }
    return found;
  }

  async function undated(): Promise<Session[]> {
    const documents = await sessions.find({ ...listed, $or: [{ last_interaction_at: null }, { last_interaction_at: { $gte: "" } }] }).toArray();
    return read(documents).filter((session) => inListOrder(session, after) > 0);
  }

  const found = await Promise.all([dated(), undated()]);
  return found.flat().toSorted(inListOrder).slice(0, limit);
}

const FIRST_UUID = new UUID("00000000-0000-0000-0000-000000000000");

/** In each form of the id, those behind it: a UUID of the old subtype stands before all others. */
function idsBehind(id: string): Document[] {
  return idForms(id).map((form) => (form instanceof Binary && form.sub_type === Binary.SUBTYPE_UUID_OLD ? { $gt: form, $lt: FIRST_UUID } : { $gt: form }));
}
