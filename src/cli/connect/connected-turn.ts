import { RolecallError, type SendMessage, type TurnEvent } from "../../engine/index.ts";
import { type ChatClient, ChatError, type ChatSession, type Run } from "../../server/client/index.ts";
import { watchConnection } from "./lost-connection.ts";
import type { Patience } from "./patience.ts";
import { runEvents } from "./run-events.ts";
import { turnError } from "./turn-error.ts";

export interface TurnOptions {
  client: ChatClient;
  url: string;
  patience: Patience;
  /** The session that a message belongs to, a new one without an id. */
  open(sessionId: string | undefined): Promise<ChatSession>;
  failureOf(error: unknown): RolecallError;
  /** Is given every event before the reader. */
  heard(sessionId: string, event: TurnEvent): void;
}

/** One turn on the server. Its signal stops the answer there; whatever goes wrong comes as `turn-error`. */
export function connectedTurn(options: TurnOptions, message: SendMessage): AsyncIterable<TurnEvent> {
  const { client, url, patience, failureOf } = options;
  const { signal } = message;
  const turn = new DisposableStack();
  let run: Run | null = null;

  return new ReadableStream<TurnEvent>({
    start(controller) {
      const tell = (event: TurnEvent) => {
        if (!turn.disposed) controller.enqueue(event);
      };
      const end = () => {
        if (turn.disposed) return;
        turn.dispose();
        controller.close();
      };
      const fail = (error: RolecallError) => {
        tell(turnError(error));
        end();
      };
      const stop = () => {
        if (run !== null) void cancelled(run);
        const timer = setTimeout(() => fail(unconfirmed()), patience.cancelMs);
        turn.defer(() => clearTimeout(timer));
      };
      const watch = turn.use(
        watchConnection(client, patience.lostMs, {
          tell: (remark) => tell({ type: "notice", ...remark }),
          givenUp: () => fail(lostForGood(url, patience.lostMs)),
        }),
      );

      const tellAll = async () => {
        if (signal?.aborted) throw unsent();
        const session = await options.open(message.sessionId);
        watch.follow(session);
        if (signal?.aborted) throw unsent();
        const clientMessageId = message.clientMessageId ?? crypto.randomUUID();
        run = await session.send(message.text, { clientMessageId, onBusy: message.onBusy });
        if (signal?.aborted) void cancelled(run);
        for await (const event of told(session, run, { ...message, clientMessageId })) {
          options.heard(session.id, event);
          tell(event);
        }
      };

      if (!signal?.aborted) {
        signal?.addEventListener("abort", stop);
        turn.defer(() => signal?.removeEventListener("abort", stop));
      }
      void tellAll().then(end, (error: unknown) => fail(failureOf(error)));
    },
    cancel: () => turn.dispose(),
  });
}

async function* told(session: ChatSession, run: Run, message: SendMessage & { clientMessageId: string }): AsyncGenerator<TurnEvent> {
  const { text, clientMessageId } = message;
  const { runId: turnId, messageId, duplicate } = run;
  const created = message.sessionId === undefined;
  yield { type: "turn-start", sessionId: session.id, turnId, messageId, clientMessageId, text, created, duplicate };
  yield* runEvents(session, run);
}

/** Asks for it until the server has heard it, on this connection or the next ones. */
async function cancelled(run: Run): Promise<void> {
  for (;;) {
    try {
      return void (await run.cancel());
    } catch (error) {
      if (!(error instanceof ChatError && error.code === "disconnected")) return;
    }
  }
}

function unsent(): RolecallError {
  return new RolecallError("interrupted", "The message was not sent.", { hint: "Send it again." });
}

function unconfirmed(): RolecallError {
  return new RolecallError("interrupted", "The server has not said that the answer is stopped.", { hint: "Open the session again to see." });
}

function lostForGood(url: string, ms: number): RolecallError {
  return new RolecallError("storage_unavailable", `The connection to ${url} was lost, and there was no other within ${ms / 1000} s.`, {
    hint: "The answer is written all the same: go on with the session later.",
  });
}
