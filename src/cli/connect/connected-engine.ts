import type { ChatClient, Closed } from "../../server/client/index.ts";
import type { ChatEngine } from "../ui/chat-engine.ts";
import { connectedSessions } from "./connected-sessions.ts";
import { connectedTurn } from "./connected-turn.ts";
import { failureOf, unreachable } from "./failures.ts";
import { PATIENCE, type Patience } from "./patience.ts";

/** How the names of offline models begin. */
const OFFLINE = "offline";

/** What the chat needs of an engine, from a server. The token of the client says who asks, whatever a message or an actor says. */
export function connectedEngine(client: ChatClient, url: string, patience: Patience = PATIENCE): ChatEngine {
  const sessions = connectedSessions(client);
  let closed: Closed | null = null;
  let chatModel: string | null = null;
  client.onState((_, given) => (closed = given ?? closed));

  async function asked<T>(answer: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(unreachable(url, patience.answerMs, "")), patience.answerMs);
    try {
      return await Promise.race([answer, late.promise]);
    } catch (error) {
      throw failureOf(error, closed, url);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    send: (message) =>
      connectedTurn(
        {
          client,
          url,
          patience,
          open: sessions.open,
          failureOf: (error) => failureOf(error, closed, url),
          heard(sessionId, event) {
            sessions.heard(sessionId, event);
            if (event.type === "turn-end" && event.model !== "") chatModel = event.model;
          },
        },
        message,
      ),
    description: {
      server: url,
      get chatModel() {
        return chatModel;
      },
      get offline() {
        return chatModel?.startsWith(OFFLINE) ?? false;
      },
    },
    sessions: {
      list: (actor, limit) => asked(sessions.list(actor, limit)),
      show: (actor, sessionId) => asked(sessions.show(actor, sessionId)),
    },
  };
}
