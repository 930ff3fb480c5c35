import { type Actor, RolecallError } from "../../engine/index.ts";
import { connect } from "../../server/client/index.ts";
import { spinner } from "../progress.ts";
import type { CliSession, GlobalOptions } from "../session.ts";
import { settingsFor } from "../settings.ts";
import type { ChatEngine } from "../ui/chat-engine.ts";
import { connectedEngine } from "./connected-engine.ts";
import { type ConnectFlags, refuseContradiction } from "./connect-flags.ts";
import { firstConnection } from "./first-connection.ts";
import { PATIENCE, type Patience } from "./patience.ts";

/** A connection that is made sooner is not worth a word. */
const QUIET_MS = 1_000;

export interface OpenConnection extends AsyncDisposable {
  engine: ChatEngine;
  /** Whom the token speaks for. */
  actor: Actor;
}

/**
 * Connects to a server as the user of the token.
 * @throws {RolecallError} `credentials`, `storage_unavailable`, or `usage` where the flags name somebody else
 */
export async function openConnection(
  session: CliSession,
  options: GlobalOptions & ConnectFlags & { connect: string },
  signal?: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<OpenConnection> {
  const url = options.connect;
  const token = options.token ?? settingsFor(session, options).ROLECALL_TOKEN;
  if (token === undefined) {
    throw new RolecallError("credentials", "A server asks who you are, and there is no token.", {
      hint: 'Pass --token, or set ROLECALL_TOKEN. For development, "rolecall token" makes one.',
    });
  }
  let lastReason = "";
  const client = connect({ url, token, WebSocket: heardClosing((reason) => (lastReason = reason)) });
  try {
    await using _ = tellWhenSlow(session, options, url);
    const { userId, role } = await firstConnection(client, { url, patienceMs: patience.answerMs, lastReason: () => lastReason, signal });
    refuseContradiction({ userId, role }, options);
    return { engine: connectedEngine(client, url, patience), actor: { userId, role }, [Symbol.asyncDispose]: async () => client.close() };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** The client tries again by itself, so that it does not say why it was sent away. */
function heardClosing(told: (reason: string) => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      this.addEventListener("close", ({ reason }) => told(reason));
    }
  };
}

function tellWhenSlow(session: CliSession, options: GlobalOptions, url: string): AsyncDisposable {
  let progress: ReturnType<typeof spinner> | null = null;
  const timer = setTimeout(() => (progress = spinner(session, options, `Connecting to ${url}`)), QUIET_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await (await progress)?.[Symbol.asyncDispose]();
    },
  };
}
