import type { Actor, Role } from "../../engine/index.ts";
import type { GlobalOptions } from "../session.ts";
import { UsageError } from "../usage-error.ts";

export interface ConnectFlags {
  connect?: string;
  token?: string;
  role?: Role;
  user?: string;
}

type Flags = GlobalOptions & ConnectFlags & { model?: string; maxCost?: number };

/** What the server decides, whatever is asked for here. */
const OF_SERVER: { name: keyof Flags; flag: string; why: string }[] = [
  { name: "store", flag: "--store", why: "the server has its own stores" },
  { name: "dataDir", flag: "--data-dir", why: "the server has its own stores" },
  { name: "model", flag: "--model", why: "the server chooses its model" },
  { name: "maxCost", flag: "--max-cost", why: "the server cannot be told a limit" },
];

/** @throws {UsageError} where flags do not go together, or the address is none. */
export function refuseConflict(options: Flags): void {
  if (options.connect === undefined) {
    if (options.token === undefined) return;
    throw new UsageError("--token is for a server, and none is named.", "Name it with --connect.");
  }
  // Not quoted: people put tokens into addresses.
  if (!isAddress(options.connect)) {
    throw new UsageError("--connect does not take this address.", "Pass one such as ws://127.0.0.1:8787, without a query or a password.");
  }
  for (const { name, flag, why } of OF_SERVER) {
    if (options[name] !== undefined) throw new UsageError(`${flag} has no effect with --connect: ${why}.`, `Leave out ${flag} or --connect.`);
  }
}

const ROLES: Record<Role, string> = { job_seeker: "a job seeker", employer: "an employer" };

/** @throws {UsageError} where the flags name somebody else than the token. */
export function refuseContradiction(actor: Actor, { role = actor.role, user = actor.userId }: ConnectFlags): void {
  if (role !== actor.role) {
    throw new UsageError(`The token is that of ${ROLES[actor.role]}, and --role says ${role}.`, "Leave out --role, or connect with another token.");
  }
  if (user !== actor.userId) {
    throw new UsageError(`The token is that of the user ${actor.userId}, and --user says ${user}.`, "Leave out --user, or connect with another token.");
  }
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, password } = new URL(text);
  return /^(?:ws|http)s?:$/.test(protocol) && [search, hash, username, password].every((part) => part === "");
}
