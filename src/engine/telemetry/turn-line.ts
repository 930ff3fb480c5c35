import type { TurnState } from "../turns/turn-state.ts";
import type { Log } from "./log.ts";
import { type Leg, legOf } from "./retrieval-runs.ts";
import type { TracedTurn } from "./tracing.ts";
import type { Run, TurnObserver } from "./turn-runs.ts";

/** One line a turn, with the ids that its trace has. Numbers and names of ours alone: no words of users, records or models. */
export function turnLine(turn: TracedTurn, log: Log): TurnObserver {
  return (root) => {
    const { understanding, facts, page, answer, cache, degraded } = turnStateOf(root);
    const failure = root.error === undefined ? {} : { code: root.error };
    log.info(
      {
        turn: turn.turnId,
        session: turn.sessionId,
        run: root.id,
        role: turn.role,
        ...failure,
        status: answer?.status,
        intent: understanding?.intent.kind,
        nodes: Object.fromEntries(nodesOf(root).map((node) => [node.name, msOf(node)])),
        lexical: searchesOf(root, "lexical"),
        dense: searchesOf(root, "dense"),
        matches: facts?.total ?? page?.length,
        top_score: page?.[0]?.score,
        usage: answer?.usage,
        cost_usd: answer?.costUsd,
        model: answer?.model,
        cache,
        degraded,
        ms: msOf(root),
      },
      root.error === undefined ? "The turn ended." : "The turn broke off.",
    );
  };
}

/** The turn as it was at its end, or as far as its nodes brought it. */
export function turnStateOf(root: Run): Partial<TurnState> {
  return root.outputs ?? Object.assign({}, root.inputs, ...nodesOf(root).map(({ outputs }) => outputs));
}

/** The graph's own nodes, in the order they ran. */
export function nodesOf(root: Run): Run[] {
  return root.child_runs.filter(isNode);
}

export function isNode({ name, extra, tags }: Run): boolean {
  return name === extra?.metadata?.langgraph_node && !tags?.includes("langsmith:hidden");
}

function searchesOf(root: Run, leg: Leg): { searches: number; hits: number; misses: number; failed: number } {
  const legs = [...descendantsOf(root)].flatMap((run) => legOf(run) ?? []).filter((found) => found.leg === leg);
  const hits = legs.map((found) => found.hits?.length ?? null);
  return {
    searches: legs.length,
    hits: hits.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    misses: hits.filter((count) => count === 0).length,
    failed: hits.filter((count) => count === null).length,
  };
}

function* descendantsOf(run: Run): Generator<Run> {
  for (const child of run.child_runs) {
    yield child;
    yield* descendantsOf(child);
  }
}

function msOf({ start_time, end_time }: Run): number {
  return (end_time ?? start_time) - start_time;
}
