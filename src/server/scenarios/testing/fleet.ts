import { readConfig } from "../../../engine/config.ts";
import { openPorts } from "../../../engine/connect.ts";
import type { LoggedEvent, StoredMessage } from "../../../engine/index.ts";
import { type Replica, replica } from "../../testing/replica.ts";

/** What a hundred answers of one user at a time need, on connections that come back again and again. */
const PLENTY = {
  ROLECALL_MESSAGES_PER_MINUTE: "100000",
  ROLECALL_CONNECTIONS_PER_MINUTE: "100000",
  ROLECALL_CONCURRENT_RUNS: "1000",
  ROLECALL_SOCKETS_PER_USER: "1000",
};

const MOST = 100_000;

/** Replicas in processes of their own on the same stores, and a look into what they leave there. */
export interface Fleet extends AsyncDisposable {
  start(args?: readonly string[]): Promise<Replica>;
  messages(sessionId: string): Promise<StoredMessage[]>;
  logged(sessionId: string): Promise<LoggedEvent[]>;
}

export async function fleet(environment: Record<string, string>): Promise<Fleet> {
  const stack = new AsyncDisposableStack();
  const settings = { ROLECALL_STORE: "embedded", ...PLENTY, ...environment };
  const { history, turnLog } = stack.use(await openPorts(readConfig({ ...settings, ROLECALL_LOG_LEVEL: "silent" })));
  return {
    async start(args) {
      return stack.use(await replica({ ...settings, ROLECALL_LOG_LEVEL: "info" }, args));
    },
    messages: (sessionId) => history.messages(sessionId, { limit: MOST }),
    logged: (sessionId) => turnLog.read(sessionId, 0, MOST),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
