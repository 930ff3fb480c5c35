import { z } from "zod";
import { Job, Resume } from "../catalog/records.ts";

export const PART_NAMES = ["relevance", "skills", "title", "seniority", "location", "salary", "recency"] as const;
export type PartName = (typeof PART_NAMES)[number];

/** One share of the score: `contribution = w·c·s / Σ w·c`, so the contributions add up to the score. An unknown part has value null and contributes 0. */
export const Part = z.object({
  name: z.enum(PART_NAMES),
  weight: z.number(),
  value: z.number().min(0).max(1).nullable(),
  contribution: z.number(),
});
export type Part = z.infer<typeof Part>;

export const Band = z.enum(["strong", "good", "partial"]);
export type Band = z.infer<typeof Band>;

const common = {
  id: z.string(),
  rank: z.number().int().positive(),
  title: z.string(),
  /** In [0,1]; null when nothing is known on both sides. */
  score: z.number().min(0).max(1).nullable(),
  /** Share of the weights for which both sides state something. */
  coverage: z.number().min(0).max(1),
  band: Band,
  parts: z.array(Part),
  matched: z.array(z.string()),
  missing: z.array(z.string()),
  /** `field` names the record's field that `text` rests on. */
  reasons: z.array(z.object({ field: z.string(), text: z.string() })),
};

export const Match = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("job"), ...common, record: Job }),
  z.object({ kind: z.literal("candidate"), ...common, record: Resume.omit({ contact: true, user_id: true }) }),
]);
export type Match = z.infer<typeof Match>;
