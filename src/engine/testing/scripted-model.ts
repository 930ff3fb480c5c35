import { type DefaultBodyType, http, HttpResponse, passthrough } from "msw";
import { type SetupServer, setupServer } from "msw/node";
import { type ChatRequest, OPENAI, eventStream } from "../../../fixtures/openai/handlers.ts";

/** One answer of the model: words, calls of tools, or both. */
export interface Reply {
  /** Pieces as they go over the wire. */
  says?: string | readonly string[];
  /** `args` that are a string go out as they are, JSON or not. */
  calls?: readonly { name: string; args: Record<string, unknown> | string }[];
  /** The connection is lost after the words. */
  breaksOff?: boolean;
  usage?: { prompt: number; completion: number; cached?: number } | null;
}

type Answering = Reply | HttpResponse<DefaultBodyType> | ((request: ChatRequest) => Reply | Promise<Reply>);

export interface ScriptedModel extends Disposable {
  /** The environment that makes an engine use it. */
  readonly environment: Record<string, string>;
  /** The bodies of all requests so far. */
  readonly requests: ChatRequest[];
  /** The answers to come, in order; the last one is given again and again. */
  answer(...replies: Answering[]): void;
  readonly server: SetupServer;
}

const USAGE = { prompt: 1000, completion: 50, cached: 0 };

/** A model behind OpenAI's address that says what a test tells it to. Any other address but this machine's is refused. */
export function scriptedModel(): ScriptedModel {
  const requests: ChatRequest[] = [];
  let replies: Answering[] = [{ says: "Nothing was scripted." }];
  const server = setupServer(
    http.post(`${OPENAI}/chat/completions`, async ({ request }) => {
      const body = (await request.json()) as ChatRequest;
      requests.push(body);
      const next = replies.length > 1 ? replies.shift()! : replies[0]!;
      if (next instanceof HttpResponse) return next;
      return eventStream(...wire(typeof next === "function" ? await next(body) : next));
    }),
    http.all(/^http:\/\/127\.0\.0\.1:/, () => passthrough()),
  );
  server.listen({ onUnhandledFrame: "error" });
  return {
    environment: { OPENAI_API_KEY: "sk-test-0123456789", ROLECALL_MODEL_RETRIES: "0", ROLECALL_MODEL_TIMEOUT_MS: "3000" },
    requests,
    answer: (...next) => void (replies = next),
    server,
    [Symbol.dispose]: () => server.close(),
  };
}

/** The server-sent events of a reply. */
export function wire({ says = [], calls = [], usage = USAGE, breaksOff = false }: Reply): (string | Error)[] {
  const pieces = [says].flat().map((content) => choice({ content }));
  if (breaksOff) return [choice({ role: "assistant", content: "" }), ...pieces, new Error("The connection was reset.")];
  const opened = calls.flatMap(({ name, args }, index) => [
    choice({ tool_calls: [{ index, id: `call_${index}_${name}`, type: "function", function: { name, arguments: "" } }] }),
    choice({ tool_calls: [{ index, function: { arguments: typeof args === "string" ? args : JSON.stringify(args) } }] }),
  ]);
  const finish = choice({}, calls.length > 0 ? "tool_calls" : "stop");
  const counted =
    usage === null
      ? []
      : [
          chunk({
            choices: [],
            usage: {
              prompt_tokens: usage.prompt,
              completion_tokens: usage.completion,
              total_tokens: usage.prompt + usage.completion,
              prompt_tokens_details: { cached_tokens: usage.cached ?? 0 },
            },
          }),
        ];
  return [choice({ role: "assistant", content: "" }), ...pieces, ...opened, finish, ...counted, "data: [DONE]\n\n"];
}

function choice(delta: Record<string, unknown>, finish_reason: string | null = null): string {
  return chunk({ choices: [{ index: 0, delta, finish_reason }], usage: null });
}

function chunk(rest: Record<string, unknown>): string {
  return `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_788_422_400, model: "gpt-4o-mini-2024-07-18", ...rest })}\n\n`;
}
