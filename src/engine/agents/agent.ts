import type { StructuredToolInterface } from "@langchain/core/tools";
import type { Role } from "../catalog/records.ts";
import type { Toolbox } from "./tools.ts";

/** What makes one role's assistant differ from the other's. */
export interface Agent {
  role: Role;
  instructions: string;
  /** The tools of one turn, bound to who asks: no argument of a model can widen what they reach. */
  tools(toolbox: Toolbox): StructuredToolInterface[];
}
