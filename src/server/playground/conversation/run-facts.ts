import type { RunEvent, WireEvent } from "../../client/index.ts";
import type { ResumeMark } from "../words/resume-marks.ts";

export type Figures = Extract<RunEvent, { type: "RUN_FINISHED" }>["result"];

/** What is told of a run besides its messages. Another object after each change. */
export interface RunFacts {
  /** What it is doing, in words; null before and after. */
  activity: string | null;
  notices: readonly { code: string; text: string }[];
  failure: { code: string; message: string; hint?: string } | null;
  figures: Figures | null;
  marks: readonly ResumeMark[];
}

export interface Runs {
  of(runId: string): RunFacts | undefined;
  apply(event: WireEvent): void;
  mark(runId: string, mark: ResumeMark): void;
}

const NOTHING: RunFacts = { activity: null, notices: [], failure: null, figures: null, marks: [] };
const STEPS = { understand: "Reading the question", retrieve: "Searching", score: "Comparing", answer: "Writing" } as const;

export function runFacts(): Runs {
  const runs = new Map<string, RunFacts>();
  const change = (runId: string, patch: (facts: RunFacts) => Partial<RunFacts>) => {
    const facts = runs.get(runId) ?? NOTHING;
    runs.set(runId, { ...facts, ...patch(facts) });
  };

  return {
    of: (runId) => runs.get(runId),
    apply(event) {
      switch (event.type) {
        case "RUN_STARTED":
          return change(event.runId, () => ({ activity: "Starting" }));
        case "STEP_STARTED":
          return change(event.runId, () => ({ activity: STEPS[event.stepName] ?? event.stepName }));
        case "TOOL_CALL_CHUNK":
          return change(event.runId, () => ({ activity: `Asking ${event.toolCallName.replaceAll("_", " ")}` }));
        case "TOOL_CALL_RESULT":
          return change(event.runId, () => ({ activity: STEPS.answer }));
        case "CUSTOM": {
          if (event.name !== "notice") return;
          const { value, runId } = event;
          return change(runId, ({ notices }) => ({ notices: [...notices, value] }));
        }
        case "RUN_FINISHED":
          return change(event.runId, () => ({ activity: null, figures: event.result }));
        case "RUN_ERROR": {
          const { code, message, hint } = event;
          return change(event.runId, () => ({ activity: null, failure: { code, message, hint } }));
        }
      }
    },
    mark: (runId, mark) => change(runId, ({ marks }) => ({ marks: [...marks, mark] })),
  };
}
