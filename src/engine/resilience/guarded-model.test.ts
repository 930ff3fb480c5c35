import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { tool } from "@langchain/core/tools";
import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { beginStream, modelServer, says } from "../../../fixtures/openai/server.ts";
import { openaiChatModel } from "../models/openai-chat.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { type ScriptedModel, scriptedModel } from "../testing/scripted-model.ts";
import { POLICIES } from "./dependency.ts";
import { type Guard, createGuard } from "./guard.ts";
import { guardedModel } from "./guarded-model.ts";

const REST_MS = 40;
const FIRST_MS = 400;
let provider: ScriptedModel;
let guard: Guard;
let model: ReturnType<typeof openaiChatModel>;
beforeEach(() => {
  provider = scriptedModel();
  guard = createGuard("chat-model", { ...POLICIES["chat-model"], restMs: REST_MS, timeoutMs: FIRST_MS }, recordedLog());
  model = guardedModel(openaiChatModel({ apiKey: "sk-test", model: "gpt-4o-mini", timeoutMs: 2_000, maxRetries: 0 }), guard);
});
afterEach(() => provider[Symbol.dispose]());

const refusal = (status: number, times = 5) => Array.from({ length: times }, () => HttpResponse.json({ error: { code: "some_code" } }, { status }));
const rested = () => new Promise((resolve) => setTimeout(resolve, REST_MS + 5));

async function words(asked: Pick<BaseChatModel, "stream"> = model, options = {}): Promise<string> {
  let text = "";
  for await (const chunk of await asked.stream("Hello", options)) text += chunk.text;
  return text;
}
const failure = (asked?: Pick<BaseChatModel, "stream">) => words(asked).catch((error: { facts?: { reason?: string } }) => error.facts?.reason ?? error);

test("is the model it was: words, tools, usage and class", async () => {
  provider.answer({ says: ["Two ", "words"] }, { calls: [{ name: "search", args: { query: "nurse" } }] });
  expect(await words()).toBe("Two words");
  const search = tool(async () => "", { name: "search", description: "Searches", schema: z.object({ query: z.string() }) });
  let calls: unknown[] = [];
  let usage: unknown;
  for await (const chunk of await model.bindTools([search]).stream("Hello")) {
    if (chunk.tool_calls?.length) calls = chunk.tool_calls;
    usage = chunk.usage_metadata ?? usage;
  }
  expect(calls).toMatchObject([{ name: "search" }]);
  expect(usage).toMatchObject({ input_tokens: 1000, output_tokens: 50 });
  expect(provider.requests[1]!.tools).toMatchObject([{ function: { name: "search" } }]);
  expect(model).toBeInstanceOf(BaseChatModel);
  expect(model.model).toBe("gpt-4o-mini");
});

describe("a provider that fails", () => {
  test("twice is left alone, by copies with tools as well", async () => {
    provider.answer(...refusal(503));
    await failure();
    await failure(model.bindTools([]));
    expect(provider.requests).toHaveLength(2);
    for (const asked of [model, model.bindTools([])]) {
      await expect(words(asked)).rejects.toMatchObject({ code: "model_unavailable", facts: { reason: "left-alone" } });
    }
    await expect(model.invoke("Hello")).rejects.toMatchObject({ code: "model_unavailable" });
    expect(provider.requests).toHaveLength(2);
    expect(guard.health()).toMatchObject({ state: "down", lastError: "model_unavailable" });
  });

  test("in the middle of its answers is left alone, too", async () => {
    provider.answer({ says: "It", breaksOff: true });
    await failure();
    await failure();
    expect(await failure()).toBe("left-alone");
  });

  test("with a refusal is asked again every time", async () => {
    provider.answer(...refusal(401));
    for (let call = 0; call < 5; call += 1) await failure();
    expect(provider.requests).toHaveLength(5);
  });

  test("is asked by one caller after a rest, and by all once its first word is there", async () => {
    provider.answer(...refusal(503));
    await failure();
    await failure();
    await rested();
    const more = Promise.withResolvers<void>();
    provider.answer(
      async () => {
        await more.promise;
        return { says: ["Back ", "again"] };
      },
      { says: "Hello" },
    );
    const trial = model.stream("Hello");
    expect(await failure()).toBe("left-alone");
    more.resolve();
    const stream = (await trial)[Symbol.asyncIterator]();
    expect((await stream.next()).done).toBe(false);
    expect(await words()).toBe("Hello");
    await stream.return?.();
  });
});

describe("the first piece of an answer", () => {
  test("is waited for as long as the guard says, whatever the client would repeat", async () => {
    provider.answer(() => new Promise(() => {}));
    const startedAt = performance.now();
    await expect(words()).rejects.toMatchObject({ code: "model_unavailable", message: `The chat model did not answer within ${FIRST_MS / 1000} s.` });
    expect(performance.now() - startedAt).toBeLessThan(2 * FIRST_MS);
    expect(guard.health()).toMatchObject({ state: "down", lastError: "model_unavailable" });
  });

  test("being there, the rest may take longer", async () => {
    await using server = await modelServer(async (response) => {
      beginStream(response);
      for (const word of ["One ", "after ", "another"]) {
        response.write(says(word));
        await new Promise((resolve) => setTimeout(resolve, 0.6 * FIRST_MS));
      }
      response.end("data: [DONE]\n\n");
    });
    const slow = guardedModel(openaiChatModel({ apiKey: "sk-test", baseUrl: server.url, model: "gpt-4o-mini", timeoutMs: 2_000, maxRetries: 0 }), guard);
    expect(await words(slow)).toBe("One after another");
  });

  test("a caller that leaves before it has left, and nothing more", async () => {
    provider.answer(() => new Promise(() => {}));
    await expect(words(model, { signal: AbortSignal.timeout(50) })).rejects.not.toMatchObject({ code: "model_unavailable" });
  });
});

describe("a caller that stops", () => {
  test("counts for nothing before the first word", async () => {
    for (let call = 0; call < 5; call += 1) {
      const stop = new AbortController();
      provider.answer(() => {
        stop.abort();
        return { says: "too late" };
      });
      await expect(words(model, { signal: stop.signal })).rejects.toThrow();
    }
    expect(guard.health().state).toBe("up");
  });

  test("in the middle has been answered", async () => {
    provider.answer(...refusal(503, 1), { says: ["One", "two", "three"] }, ...refusal(503));
    await failure();
    for await (const _ of await model.stream("Hello")) break;
    await failure();
    expect(await failure()).not.toBe("left-alone");
  });
});
