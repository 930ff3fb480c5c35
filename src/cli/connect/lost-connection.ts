import type { ChatClient, ChatSession } from "../../server/client/index.ts";

const LOST = { code: "connection-lost", text: "Connection lost; connecting again …" };
const BACK = { code: "connection-restored", text: "Back; nothing was lost." };

interface Listener {
  tell(remark: { code: string; text: string }): void;
  /** It has stayed away for too long. */
  givenUp(): void;
}

/** Tells of a connection that is lost while a turn runs, and of its return. */
export interface ConnectionWatch extends Disposable {
  /** From now on it is back when this session is. */
  follow(session: ChatSession): void;
}

export function watchConnection(client: ChatClient, patienceMs: number, { tell, givenUp }: Listener): ConnectionWatch {
  const stack = new DisposableStack();
  let session: ChatSession | null = null;
  let giveUp: NodeJS.Timeout | null = null;

  function lost(): void {
    if (giveUp !== null) return;
    giveUp = setTimeout(givenUp, patienceMs);
    tell(LOST);
  }

  function back(): void {
    if (giveUp === null) return;
    clearTimeout(giveUp);
    giveUp = null;
    tell(BACK);
  }

  stack.defer(() => clearTimeout(giveUp ?? undefined));
  stack.defer(
    client.onState((state) => {
      if (state === "waiting") lost();
      if (state === "ready" && session === null) back();
    }),
  );
  if (client.state === "waiting" || client.state === "connecting") lost();

  return {
    follow(opened) {
      session = opened;
      if (client.state === "ready") back();
      stack.defer(opened.onEvent((event) => event.type === "CUSTOM" && event.name === "context_restored" && back()));
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}
