import type { Client } from "langsmith";
import { type Masking, maskingFor } from "./masking.ts";
import { runDigest } from "./run-digest.ts";
import type { TracedTurn } from "./tracing.ts";
import { turnStateOf } from "./turn-line.ts";
import type { Run } from "./turn-runs.ts";

export type SentRun = Parameters<Client["createRun"]>[0] & { tags: string[] };

/** A turn as it is sent: its nodes, searches, tool and model calls, nested and whole, with what may be said of each. */
export function turnTrace(root: Run, { turn, project }: { turn: TracedTurn; project: string }): SentRun[] {
  const { request, recent = [], session } = turnStateOf(root);
  const said = recent.filter(({ role }) => role === "user").map(({ text }) => text);
  const mask = maskingFor([request?.text ?? "", ...said, session?.summary ?? ""]);
  const metadata = { turn_id: turn.turnId, session_id: turn.sessionId, role: turn.role };
  const sent: SentRun[] = [];
  const add = (run: Run): void => {
    const digest = runDigest(run);
    // Such as the functions that choose the next node.
    if (digest === null && run.child_runs.length === 0) return;
    const { langgraph_node, langgraph_step } = run.extra?.metadata ?? {};
    sent.push({
      id: run.id,
      name: run.name,
      run_type: digest?.type ?? "chain",
      parent_run_id: run.parent_run_id,
      trace_id: run.trace_id,
      dotted_order: run.dotted_order,
      project_name: project,
      start_time: run._serialized_start_time ?? run.start_time,
      end_time: run.end_time ?? root.end_time,
      error: run.error ?? (run.end_time === undefined ? "unfinished" : undefined),
      inputs: maskedRecord(mask, digest?.inputs),
      outputs: maskedRecord(mask, digest?.outputs),
      extra: { metadata: { ...metadata, langgraph_node, langgraph_step, ...maskedRecord(mask, digest?.metadata) } },
      tags: run === root ? [turn.role] : [],
      events: run.events.map(({ name, time }) => ({ name, time })),
    } as SentRun);
    for (const child of run.child_runs) add(child);
  };
  add(root);
  return sent;
}

function maskedRecord(mask: Masking, values: Record<string, unknown> = {}): Record<string, unknown> {
  return mask(values) as Record<string, unknown>;
}
