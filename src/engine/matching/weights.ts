import type { Collection } from "../catalog/records.ts";
import type { PartName } from "./match.ts";

export type Weights = Record<PartName, number>;

const DEFAULTS: Weights = { relevance: 0.4, skills: 0.25, title: 0.12, seniority: 0.08, location: 0.08, salary: 0.04, recency: 0.03 };

/** For each direction on its own; the evaluation tunes them. */
export const WEIGHTS: Record<Collection, Weights> = { jobs: DEFAULTS, resumes: DEFAULTS };
