import { expect, test } from "vitest";
import { turnTrace } from "./langsmith-trace.ts";
import type { Run } from "./turn-runs.ts";

const CANARY = "zqcanary";
const turn = { turnId: crypto.randomUUID(), sessionId: crypto.randomUUID(), role: "employer" as const, acceptedAt: new Date() };
const trace = (root: Run) => turnTrace(root, { turn, project: "portal" });

function run(given: Partial<Run>): Run {
  const start_time = Date.now();
  const common = { run_type: "chain", inputs: {}, child_runs: [], events: [], execution_order: 1, child_execution_order: 1 };
  return { ...common, id: crypto.randomUUID(), name: "turn", start_time, end_time: start_time + 5, ...given };
}

function node(given: Partial<Run>): Run {
  return run({ parent_run_id: "root", extra: { metadata: { langgraph_node: given.name } }, ...given });
}

test("what nobody has allowed does not leave, wherever in a run it stands", () => {
  const record = { _id: "a".repeat(24), headline: CANARY, user_id: CANARY, contact: { name: CANARY, email: CANARY, phone: CANARY } };
  const match = { id: record._id, rank: 1, kind: "candidate", title: CANARY, score: 0.5, coverage: 1, band: "good", parts: [], record };
  const state = {
    request: { userId: CANARY, clientMessageId: CANARY, text: "nurses", opens: true },
    session: { user_id: CANARY, title: CANARY, summary: CANARY },
    recent: [{ role: "assistant", text: CANARY, user_id: CANARY, structured: { matches: [match] } }],
    profile: { role: "employer", employer: { user_id: CANARY, name: CANARY }, job: { description: CANARY } },
    openings: [{ description: CANARY }],
    page: [match],
    unheardOf: CANARY,
  };
  const extra = { runtime: CANARY, invocation_params: { key: CANARY }, metadata: { langgraph_node: "restore", anything: CANARY } };
  const stranger = run({
    name: "RunnableSequence",
    parent_run_id: "root",
    inputs: { x: CANARY },
    outputs: { y: CANARY },
    child_runs: [node({ name: "score" })],
  });
  const serialized = { kwargs: { key: CANARY } };
  const restore = node({ name: "restore", inputs: state, outputs: state, extra, serialized, tags: [CANARY] });
  const sent = trace(run({ inputs: state, outputs: state, extra, serialized, tags: [CANARY], child_runs: [restore, stranger] }));
  expect(sent.map(({ name }) => name)).toEqual(["turn", "restore", "RunnableSequence", "score"]);
  expect(sent[0]).toMatchObject({ inputs: { message: "nurses" }, outputs: { page: [{ id: record._id, score: 0.5 }], openings: 1, recent: 1 } });
  expect(JSON.stringify(sent)).not.toContain(CANARY);
});

test("a run that says nothing and holds nothing is left out", () => {
  expect(trace(run({ inputs: { request: {} }, child_runs: [run({ name: "RunnableLambda", parent_run_id: "root" })] }))).toHaveLength(1);
});

test("a call that was given up with its turn ends with it", () => {
  const call = run({ name: "agent", run_type: "llm", parent_run_id: "root", end_time: undefined });
  const root = run({ inputs: { request: {} }, child_runs: [call] });
  expect(trace(root)[1]).toMatchObject({ name: "agent", end_time: root.end_time, error: "unfinished", outputs: {} });
});
