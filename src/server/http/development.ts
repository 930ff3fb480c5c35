import type { IncomingMessage } from "node:http";
import { type Actor, Role } from "../../engine/index.ts";
import { type Reply, json, refusal } from "./respond.ts";

export interface DemoUser extends Actor {
  label: string;
}

/** Lets the playground speak as anyone, on the developer's own machine. */
export interface Development {
  users: readonly DemoUser[];
  sign(actor: Actor): Promise<{ token: string; expiresAt: Date }>;
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
const LONGEST_USER = 128;

export function users({ users }: Development, request: IncomingMessage): Reply {
  return refused(request) ?? json(200, { users });
}

export async function session({ users, sign }: Development, request: IncomingMessage, query: URLSearchParams): Promise<Reply> {
  const no = refused(request);
  if (no !== null) return no;
  const { data: role } = Role.safeParse(query.get("role") ?? "job_seeker");
  const userId = query.get("user") ?? users.find((user) => user.role === role)?.userId ?? "";
  if (role === undefined || userId === "" || userId.length > LONGEST_USER)
    return refusal(400, "invalid_input", "A session is of a role and a user.", { hint: "Ask for ?role=job_seeker or ?role=employer, and &user=<id>." });
  const { token, expiresAt } = await sign({ userId, role });
  return json(200, { token, expiresAt: expiresAt.getTime(), userId, role });
}

/**
 * A page of another origin must not get a token out of a developer's server: not by asking across origins, and not by a name of its own that
 * has come to mean 127.0.0.1.
 */
function refused({ headers, socket }: IncomingMessage): Reply | null {
  const { host = "", origin, "sec-fetch-site": site = "same-origin" } = headers;
  const isLocal = LOOPBACK_ADDRESSES.includes(socket.localAddress ?? "") && LOOPBACK_NAMES.includes(host.replace(/:\d+$/, "").toLowerCase());
  const isOwn = (site === "same-origin" || site === "none") && (origin === undefined || origin === `http://${host}`);
  return isLocal && isOwn ? null : refusal(403, "forbidden", "Development tokens are for this machine's own playground.");
}
