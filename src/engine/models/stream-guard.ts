import { RolecallError } from "../errors.ts";

export interface BodyGuard {
  /** Milliseconds that may pass between a read and the chunk it waits for. */
  idleMs: number;
  /** Ends the request upstream. */
  stop: (reason: unknown) => void;
}

/** Long enough for the last two events of a streamed answer. */
const TAIL_BYTES = 2048;
const DRAIN_MS = 1000;

/**
 * The body of an answer, once its first chunk is there. It fails when the provider stalls and, for server-sent events, when the
 * stream closes before the answer said that it was finished. Cancelled after `[DONE]`, it reads the rest, so that the connection can be used again.
 */
export async function guardBody(response: Response, { idleMs, stop }: BodyGuard): Promise<ReadableStream<Uint8Array>> {
  const reader = response.body!.getReader();
  const streamed = response.headers.get("content-type")?.includes("text/event-stream") ?? false;
  const first = await reader.read();
  if (first.done && streamed) throw brokenOff();

  let tail: Uint8Array = new Uint8Array(0);
  let waiting = false;
  let stall: RolecallError | null = null;
  const idle = setTimeout(() => {
    if (waiting) stop((stall = stalled(idleMs)));
  }, idleMs);

  return new ReadableStream<Uint8Array>(
    {
      start(body) {
        if (first.done) return finish(body);
        body.enqueue(keep(first.value));
      },
      async pull(body) {
        waiting = true;
        idle.refresh();
        try {
          const { done, value } = await reader.read();
          if (!done) body.enqueue(keep(value));
          else if (streamed && !isFinished(tail)) throw brokenOff();
          else finish(body);
        } catch (error) {
          clearTimeout(idle);
          throw stall ?? error;
        } finally {
          waiting = false;
        }
      },
      cancel(reason) {
        clearTimeout(idle);
        if (streamed && isFinished(tail)) void drain(reader, stop);
        else stop(reason);
      },
    },
    { highWaterMark: 0 },
  );

  function keep(chunk: Uint8Array): Uint8Array {
    if (streamed) tail = (chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([tail, chunk])).subarray(-TAIL_BYTES);
    return chunk;
  }

  function finish(body: ReadableStreamDefaultController<Uint8Array>): void {
    clearTimeout(idle);
    body.close();
  }
}

/** `[DONE]`, or a finish reason from servers that leave it out. */
function isFinished(tail: Uint8Array): boolean {
  return /^data: ?\[DONE\]|"finish_reason": ?"/m.test(Buffer.from(tail).toString("latin1"));
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, stop: BodyGuard["stop"]): Promise<void> {
  const late = setTimeout(() => stop(new Error("The rest of the answer did not come.")), DRAIN_MS);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The answer is complete; only the connection is lost.
  } finally {
    clearTimeout(late);
  }
}

function stalled(ms: number): RolecallError {
  return new RolecallError("model_unavailable", `The model stopped in the middle of its answer for ${ms / 1000} s.`, {
    hint: "Try again in a moment.",
    facts: { reason: "stalled" },
  });
}

function brokenOff(): RolecallError {
  return new RolecallError("model_unavailable", "The model provider closed the connection before the answer was finished.", {
    hint: "Try again in a moment.",
    facts: { reason: "broken-off" },
  });
}
