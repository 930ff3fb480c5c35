import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { IterableReadableStream } from "@langchain/core/utils/stream";
import type { Guard, OpenCall } from "./guard.ts";

/** An answer that is not over by then is nobody's any more. */
const LONGEST_ANSWER_MS = 600_000;

/**
 * The same model with its calls going through the guard, those of its copies with tools as well. The guard's time limit is for the
 * first piece of an answer, repetitions included. An answer that breaks off counts as a failure.
 */
export function guardedModel<M extends BaseChatModel>(model: M, guard: Guard): M {
  const overridden: Pick<BaseChatModel, "stream" | "invoke" | "bindTools"> = {
    bindTools: model.bindTools === undefined ? undefined : (...args) => guardedModel(model.bindTools!(...args) as M, guard),
    invoke: (...args) => guard.run(() => model.invoke(...args), null),
    async stream(input, options) {
      const call = guard.begin(LONGEST_ANSWER_MS);
      const first = firstPiece(guard, options?.signal);
      try {
        const stream = await model.stream(input, { ...options, signal: first.signal });
        return IterableReadableStream.fromAsyncGenerator(watched(stream, first, call));
      } catch (error) {
        const failure = first.failure(error);
        await call.end(failure);
        throw failure;
      }
    },
  };
  return Object.create(model, Object.getOwnPropertyDescriptors(overridden)) as M;
}

async function* watched<T>(stream: AsyncIterable<T>, first: FirstPiece, call: OpenCall): AsyncGenerator<T> {
  try {
    for await (const piece of stream) {
      first.came();
      // The first words of a trial show that the model is back; others need not wait for the last.
      if (call.isTrial) await call.end();
      yield piece;
    }
  } catch (error) {
    const failure = first.failure(error);
    await call.end(failure);
    throw failure;
  } finally {
    first.came();
    await call.end();
  }
}

interface FirstPiece {
  /** Aborted when it is late, or its caller leaves. */
  signal: AbortSignal | undefined;
  came(): void;
  /** What an error comes from. */
  failure(error: unknown): unknown;
}

function firstPiece({ timeoutMs, late }: Guard, caller: AbortSignal | undefined): FirstPiece {
  if (timeoutMs === null) return { signal: caller, came() {}, failure: (error) => error };
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(late(timeoutMs)), timeoutMs);
  return {
    signal: caller === undefined ? own.signal : AbortSignal.any([caller, own.signal]),
    came: () => clearTimeout(timer),
    failure(error) {
      clearTimeout(timer);
      return own.signal.aborted && caller?.aborted !== true ? own.signal.reason : error;
    },
  };
}
