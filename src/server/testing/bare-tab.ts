import { type PlainFrontend, plainFrontend } from "./plain-frontend.ts";
import { signedInClient } from "./signed-in-client.ts";
import type { AnyFrame, TestClient } from "./test-client.ts";

/** A page with nothing but a WebSocket, that has one session open. */
export interface BareTab {
  readonly page: PlainFrontend;
  readonly client: TestClient;
  /** Connects, and opens the session after what it has. */
  connect(port: number): Promise<void>;
  /** Opens it again on the present connection, after this number. */
  reopen(afterSeq: number | undefined): void;
  /** The network is gone, without a word. */
  cut(): void;
  /** Called after each frame of the session. */
  onFrame: (frame: AnyFrame) => void;
}

export interface BareTabOptions {
  token: string;
  sessionId: string;
  /** Opens the session with the first connection from here; absent: from where it is. */
  afterSeq?: number;
}

export function bareTab({ token, sessionId, afterSeq }: BareTabOptions): BareTab {
  const page = plainFrontend();
  let client: TestClient | undefined;
  let opens = 0;

  function connection(): TestClient {
    if (client === undefined) throw new Error("The tab is not connected.");
    return client;
  }

  function receive(from: TestClient, asked: Map<unknown, number | undefined>, frame: AnyFrame): void {
    // What a network still brings from a connection that was given up is nobody's.
    if (from !== client) return;
    if (frame.type === "ack" && asked.has(frame.id)) page.opened(asked.get(frame.id));
    if (frame.threadId !== sessionId) return;
    page.take(frame);
    tab.onFrame(frame);
  }

  let asked = new Map<unknown, number | undefined>();
  const tab: BareTab = {
    page,
    onFrame: () => {},
    get client() {
      return connection();
    },
    async connect(port) {
      const opened = await signedInClient(port, token);
      const ours = (asked = new Map());
      client = opened;
      opened.socket.on("message", (data) => receive(opened, ours, JSON.parse(String(data))));
      tab.reopen(page.lastSeq ?? afterSeq);
    },
    reopen(from) {
      const id = `open-${(opens += 1)}`;
      asked.set(id, from);
      connection().send({ id, type: "session.open", payload: { sessionId, afterSeq: from } });
    },
    cut() {
      const cutOff = client;
      client = undefined;
      cutOff?.terminate();
    },
  };
  return tab;
}
