import { type AIMessageChunk, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { StructuredToolInterface } from "@langchain/core/tools";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { TurnDeps } from "../deps.ts";
import { RolecallError } from "../errors.ts";
import { modelFailure } from "../models/failure.ts";
import { isInterruption } from "../turns/stopping.ts";
import { loggedFailure } from "../turns/turn-failure.ts";
import { runtimeOf } from "../turns/turn-runtime.ts";
import { type TurnState, type TurnUpdate, emit } from "../turns/turn-state.ts";
import type { Agent } from "./agent.ts";
import { type Billing, checkCost, estimatedUsage, reportedUsage } from "./billing.ts";
import { citationGuard } from "./citations.ts";
import { composeAnswer } from "./compose.ts";
import { promptMessages } from "./prompt.ts";
import { openToolbox } from "./toolbox.ts";

/** A model may call tools this many times in a row; then it has to answer with what it has. */
const MAX_TOOL_ROUNDS = 3;
const MAX_CALLS_A_ROUND = 4;

/**
 * Streams the agent's answer: one model call, or a few where it calls tools. A model that fails is replaced by a plain answer
 * from the same facts, and the turn is marked degraded; a stopped one keeps what was said, billed by estimate.
 */
export async function streamAnswer(deps: TurnDeps, agent: Agent, state: TurnState, config: LangGraphRunnableConfig): Promise<TurnUpdate> {
  const { signal, spending } = runtimeOf(config);
  const toolbox = openToolbox(deps, state, config);
  const guard = citationGuard(toolbox.known);
  const { chatModel } = deps;
  let text = "";
  const say = (piece: string) => {
    if (piece === "") return;
    text += piece;
    emit(config, { type: "text-delta", text: piece });
  };
  const messages = promptMessages({
    system: agent.instructions,
    summary: state.session.summary,
    recent: state.recent,
    facts: state.facts,
    text: state.request.text,
  });
  const done = (status: "complete" | "cancelled" | "interrupted"): TurnUpdate => {
    say(guard.end());
    return {
      page: toolbox.page,
      search: toolbox.search(),
      answer: { text, status, usage: spending.usage, costUsd: spending.costUsd, model: chatModel.name, citations: guard.citations() },
    };
  };

  try {
    const billing = { chatModel, spending, limit: state.request.maxCostUsd };
    await converse({
      billing,
      tools: agent.tools(toolbox),
      messages,
      config,
      onText: (piece) => say(guard.push(piece)),
      onRound: () => say(text === "" || /\s$/.test(text) ? "" : "\n\n"),
    });
    if (text.trim() === "") throw new RolecallError("model_unavailable", "The model gave an empty answer.");
    return done("complete");
  } catch (error) {
    if (signal.aborted) return done(isInterruption(signal.reason) ? "interrupted" : "cancelled");
    const failure = modelFailure(error, { model: chatModel.name, signal });
    if (failure.code === "cost_limit") throw failure;
    deps.log.warn(
      { turn: state.request.turnId, ...loggedFailure(failure), ...failure.facts },
      "The chat model failed; the answer was composed from the matches.",
    );
    guard.end();
    say(`${text === "" ? "" : "\n\n"}${guard.push(composeAnswer(state.facts))}`);
    return { ...done("complete"), degraded: ["chat-model"], modelFailure: failure };
  }
}

interface Dialogue {
  billing: Billing;
  tools: StructuredToolInterface[];
  messages: BaseMessage[];
  config: LangGraphRunnableConfig;
  onText: (piece: string) => void;
  /** Called before the model is asked again, after tools have run. */
  onRound: () => void;
}

async function converse({ billing, tools, messages, config, onText, onRound }: Dialogue): Promise<void> {
  const { model } = billing.chatModel;
  const withTools = model.bindTools?.(tools) ?? model;
  for (let round = 0; ; round += 1) {
    checkCost(billing, messages);
    const whole = await askOnce(billing, round < MAX_TOOL_ROUNDS ? withTools : model, { messages, config, onText });
    const calls = whole?.tool_calls ?? [];
    if (whole === undefined || calls.length === 0 || round >= MAX_TOOL_ROUNDS) return;
    messages.push(whole);
    for (const [at, call] of calls.entries()) {
      const tool = at < MAX_CALLS_A_ROUND ? tools.find(({ name }) => name === call.name) : undefined;
      const content = tool === undefined ? "There is no such tool." : await runTool(tool, call.args, config);
      messages.push(new ToolMessage({ content, tool_call_id: call.id ?? call.name, name: call.name }));
    }
    onRound();
  }
}

type Call = Pick<Dialogue, "messages" | "config" | "onText">;

/** One call of the model, billed as the provider reports it; by estimate where the answer was cut short. */
async function askOnce(
  { chatModel, spending }: Billing,
  model: Pick<Billing["chatModel"]["model"], "stream">,
  { messages, config, onText }: Call,
): Promise<AIMessageChunk | undefined> {
  const { signal } = runtimeOf(config);
  let whole: AIMessageChunk | undefined;
  try {
    for await (const piece of await model.stream(messages, { ...config, signal, runName: "agent" })) {
      const chunk = piece as AIMessageChunk;
      whole = whole === undefined ? chunk : whole.concat(chunk);
      if (chunk.text !== "") onText(chunk.text);
    }
  } catch (error) {
    if (!chatModel.offline && (signal.aborted || whole !== undefined)) spending.add(estimatedUsage(messages, whole?.text ?? ""));
    throw error;
  }
  spending.add(reportedUsage(messages, whole));
  return whole;
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
