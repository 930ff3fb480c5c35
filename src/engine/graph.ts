import { END, START, StateGraph } from "@langchain/langgraph";
import { employerAgent } from "./agents/employer.ts";
import { jobSeekerAgent } from "./agents/job-seeker.ts";
import type { TurnDeps } from "./deps.ts";
import { acceptNode } from "./nodes/accept.ts";
import { answerNode } from "./nodes/answer.ts";
import { persistNode } from "./nodes/persist.ts";
import { repeatNode } from "./nodes/repeat.ts";
import { restoreNode } from "./nodes/restore.ts";
import { retrieveNode } from "./nodes/retrieve.ts";
import { needsRecords } from "./nodes/scope.ts";
import { scoreNode } from "./nodes/score.ts";
import { step } from "./nodes/step.ts";
import { summariseNode } from "./nodes/summarise.ts";
import { understandNode } from "./nodes/understand.ts";
import { TurnState } from "./turns/turn-state.ts";

const AGENTS = { job_seeker: jobSeekerAgent, employer: employerAgent };

/** One turn, from the message to the stored answer. Node names that equal a state channel are refused by LangGraph, hence the verbs. */
export function buildTurnGraph(deps: TurnDeps) {
  return new StateGraph(TurnState)
    .addNode("accept", acceptNode(deps))
    .addNode("restore", restoreNode(deps))
    .addNode("understand", step("understand", understandNode(deps)))
    .addNode("repeat", repeatNode(deps))
    .addNode("retrieve", step("retrieve", retrieveNode(deps)))
    .addNode("score", step("score", scoreNode(deps)))
    .addNode("respond", step("answer", answerNode(deps, AGENTS)))
    .addNode("persist", persistNode(deps))
    .addNode("summarise", summariseNode(deps))
    .addEdge(START, "accept")
    .addEdge("accept", "restore")
    .addEdge("restore", "understand")
    .addConditionalEdges("understand", ({ understanding }) => (needsRecords(understanding.intent) ? "repeat" : "respond"), ["repeat", "respond"])
    .addConditionalEdges("repeat", ({ cache }) => (cache === "hit" ? "persist" : "retrieve"), ["persist", "retrieve"])
    .addEdge("retrieve", "score")
    .addEdge("score", "respond")
    .addEdge("respond", "persist")
    .addEdge("persist", "summarise")
    .addEdge("summarise", END)
    .compile({ name: "turn" });
}

export type TurnGraph = ReturnType<typeof buildTurnGraph>;
