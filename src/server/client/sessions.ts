import type { Calls } from "./calls.ts";
import type { ChatSession } from "./chat-client.ts";
import type { ChatError } from "./chat-error.ts";
import type { SessionFrame } from "./frames.ts";
import { type OpenSession, openSession } from "./session.ts";

/** The sessions that are open on one client. */
export interface Sessions {
  open(sessionId: string | undefined, afterSeq: number | undefined): Promise<ChatSession>;
  connected(): void;
  receive(frame: SessionFrame): void;
  /** `wanted`: the user closed them. */
  end(error: ChatError, wanted: boolean): void;
}

interface SessionsOptions {
  calls: Calls;
  isConnected: () => boolean;
  /** How often what is refused for a while is sent. */
  sends: number;
}

export function sessions({ calls, isConnected, sends }: SessionsOptions): Sessions {
  const all = new Set<OpenSession>();
  let over: ChatError | null = null;
  const find = (id: string) => [...all].find((session) => session.id === id);

  return {
    open(sessionId, afterSeq) {
      if (over !== null) return Promise.reject(over);
      const there = sessionId === undefined ? undefined : find(sessionId);
      if (there !== undefined) return there.opened;
      const session = openSession({ sessionId, afterSeq, calls, isConnected, sends, left: () => all.delete(session) });
      all.add(session);
      session.connected();
      return session.opened;
    },
    connected() {
      for (const session of all) session.connected();
    },
    receive(frame) {
      find(frame.sessionId)?.receive(frame);
    },
    end(error, wanted) {
      over = error;
      for (const session of all) session.end(error, wanted);
    },
  };
}
