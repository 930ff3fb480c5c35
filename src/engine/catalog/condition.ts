import type { FacetField, FacetList } from "./facets.ts";

/**
 * A hard filter, as a tree over facets. Every store compiles it to its own language, so nothing is filtered after the fact.
 * A comparison with an absent field is false; `not` of such a comparison is true.
 */
export type Condition =
  | { op: "eq"; field: FacetField; value: string | number | boolean }
  | { op: "in"; field: FacetField; values: readonly (string | number)[] }
  | { op: "at-least" | "at-most"; field: FacetField; value: number }
  | { op: "absent"; field: FacetField }
  | { op: "includes"; list: FacetList; value: string }
  | { op: "empty"; list: FacetList }
  | { op: "near"; lat: number; lon: number; km: number }
  | { op: "id-in"; ids: readonly string[] }
  | { op: "not"; of: Condition }
  | { op: "all" | "any"; of: readonly Condition[] };

export const all = (...of: Condition[]): Condition => ({ op: "all", of });
export const any = (...of: Condition[]): Condition => ({ op: "any", of });
export const not = (of: Condition): Condition => ({ op: "not", of });
export const EVERYTHING: Condition = { op: "all", of: [] };
