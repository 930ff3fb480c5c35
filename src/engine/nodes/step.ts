import type { Step } from "../events.ts";
import { type TurnNode, emit } from "../turns/turn-state.ts";

/** Tells when a node begins and ends. */
export function step(name: Step, node: TurnNode): TurnNode {
  return async (state, config) => {
    emit(config, { type: "step-start", step: name });
    const update = await node(state, config);
    emit(config, { type: "step-end", step: name });
    return update;
  };
}
