import { type AIMessageChunk, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { StructuredToolInterface } from "@langchain/core/tools";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import type { Usage } from "../events.ts";
import type { Match } from "../matching/match.ts";
import { modelFailure } from "../models/failure.ts";
import { costUsd, estimateTokens } from "../models/prices.ts";
import { usageOf } from "../models/usage.ts";
import { payloadType } from "../nodes/scope.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnState, type TurnUpdate, emit } from "../turns/turn-state.ts";
import type { Agent } from "./agent.ts";
import { citationGuard } from "./citations.ts";
import { composeAnswer } from "./compose.ts";
import { promptMessages } from "./prompt.ts";
import type { Toolbox } from "./tools.ts";

/** A model may call tools this many times in a row; then it has to answer with what it has. */
const MAX_TOOL_ROUNDS = 3;
const MAX_CALLS_A_ROUND = 4;

/**
 * Streams the agent's answer: one model call, or a few where it calls tools. A model that fails is replaced by a plain answer
 * from the same facts, and the turn is marked degraded; a cancelled one keeps what was said, billed by estimate.
 */
export async function streamAnswer(deps: TurnDeps, agent: Agent, state: TurnState, config: LangGraphRunnableConfig): Promise<TurnUpdate> {
  const { signal } = runtimeOf(config);
  const toolbox = openToolbox(deps, state, config);
  const guard = citationGuard(toolbox.known);
  const { chatModel } = deps;
  let text = "";
  const say = (piece: string) => {
    if (piece === "") return;
    text += piece;
    emit(config, { type: "text-delta", text: piece });
  };
  const messages = promptMessages({ system: agent.instructions, summary: state.session.summary, recent: state.recent, facts: state.facts, text: state.request.text });
  const spent: Usage = { ...state.usage };
  const done = (status: "complete" | "cancelled"): TurnUpdate => {
    say(guard.end());
    return {
      page: toolbox.page,
      search: state.search === null ? null : { ...state.search, shown: toolbox.shown, page: toolbox.page.map(({ id }) => id) },
      answer: { text, status, usage: spent, costUsd: chatModel.offline ? 0 : costUsd(chatModel.name, spent), model: chatModel.name, citations: guard.citations() },
    };
  };

  try {
    await converse({ deps, tools: agent.tools(toolbox), messages, state, config, spent, onText: (piece) => say(guard.push(piece)) });
    if (text.trim() === "") throw new RolecallError("model_unavailable", "The model gave an empty answer.");
    return done("complete");
  } catch (error) {
    if (signal.aborted) {
      addEstimate(spent, messages, text);
      return done("cancelled");
    }
    const failure = modelFailure(error, { model: chatModel.name, signal });
    if (failure.code === "cost_limit" || failure.code === "internal") throw failure;
    deps.log.warn({ turn: state.request.turnId, code: failure.code, ...failure.facts }, "The chat model failed; the answer was composed from the matches.");
    guard.end();
    say(`${text === "" ? "" : "\n\n"}${guard.push(composeAnswer(state.facts))}`);
    return { ...done("complete"), degraded: ["chat-model"] };
  }
}

interface Conversation {
  deps: TurnDeps;
  tools: StructuredToolInterface[];
  messages: BaseMessage[];
  state: TurnState;
  config: LangGraphRunnableConfig;
  /** Grows with every call. */
  spent: Usage;
  onText: (piece: string) => void;
}

async function converse({ deps: { chatModel }, tools, messages, state, config, spent, onText }: Conversation): Promise<void> {
  const { signal } = runtimeOf(config);
  const withTools = chatModel.model.bindTools?.(tools) ?? chatModel.model;
  for (let round = 0; ; round += 1) {
    const model = round < MAX_TOOL_ROUNDS ? withTools : chatModel.model;
    let whole: AIMessageChunk | undefined;
    for await (const piece of await model.stream(messages, { ...config, signal, runName: "agent" })) {
      const chunk = piece as AIMessageChunk;
      whole = whole === undefined ? chunk : whole.concat(chunk);
      if (chunk.text !== "") onText(chunk.text);
    }
    const usage = usageOf(whole);
    spent.input += usage.input;
    spent.output += usage.output;
    spent.cached += usage.cached;
    const calls = (whole?.tool_calls ?? []).slice(0, MAX_CALLS_A_ROUND);
    if (whole === undefined || calls.length === 0 || round >= MAX_TOOL_ROUNDS) return;
    checkCost(chatModel.name, spent, state.request.maxCostUsd);
    messages.push(whole);
    for (const call of whole.tool_calls ?? []) {
      const tool = calls.includes(call) ? tools.find(({ name }) => name === call.name) : undefined;
      const content = tool === undefined ? "There is no such tool." : await runTool(tool, call.args, config);
      messages.push(new ToolMessage({ content, tool_call_id: call.id ?? call.name, name: call.name }));
    }
  }
}

async function runTool(tool: StructuredToolInterface, args: Record<string, unknown>, config: LangGraphRunnableConfig): Promise<string> {
  const { signal } = runtimeOf(config);
  try {
    return String(await tool.invoke(args, { ...config, signal }));
  } catch {
    signal.throwIfAborted();
    return "The tool could not use these arguments.";
  }
}

function checkCost(model: string, spent: Usage, limit: number | undefined): void {
  const cost = costUsd(model, spent);
  if (limit !== undefined && cost !== null && cost > limit) {
    throw new RolecallError("cost_limit", `The turn reached its cost limit of ${limit} USD.`, { hint: "Raise --max-cost.", facts: { cost, limit } });
  }
}

/** A cut stream reports no usage: the prompt and the words received are what was surely paid for. */
function addEstimate(spent: Usage, messages: readonly BaseMessage[], text: string): void {
  spent.input += messages.reduce((sum, message) => sum + estimateTokens(message.text), 0);
  spent.output += estimateTokens(text);
}

/** The tools' view of this turn: the listed matches, and a search within the session's filters. */
function openToolbox({ matcher, settings, catalog }: TurnDeps, state: TurnState, config: LangGraphRunnableConfig) {
  const listed = new Map(state.page.map((match) => [match.rank, match]));
  const known = new Map(state.page.map((match) => [match.rank, match.id]));
  const page = [...state.page];
  const shown = [...(state.search?.shown ?? [])];
  const toolbox: Toolbox = {
    listed,
    now: settings.now(),
    called: (name, input, found) => emit(config, { type: "tool-call", name, input, found }),
    async search(query) {
      const now = settings.now();
      const found = await matcher.find({ profile: state.profile, query, filters: state.search?.filters ?? {}, now, signal: runtimeOf(config).signal });
      const ranked = (await matcher.rank(found, now)).slice(0, settings.pageSize);
      const fresh = ranked.filter(({ id }) => !shown.includes(id)).map((match, index): Match => ({ ...match, rank: shown.length + index + 1 }));
      for (const match of fresh) {
        listed.set(match.rank, match);
        known.set(match.rank, match.id);
        page.push(match);
        shown.push(match.id);
      }
      if (fresh.length > 0) {
        emit(config, { type: "matches-found", payloadType: payloadType(state.request.role), indexVersion: await catalog.version(), items: fresh });
      }
      return ranked.map((match) => fresh.find(({ id }) => id === match.id) ?? { ...match, rank: shown.indexOf(match.id) + 1 });
    },
  };
  return { ...toolbox, known, page, shown };
}
