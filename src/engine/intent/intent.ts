import { z } from "zod";
import { Filters } from "./filters.ts";

/** What a session is looking for right now. Kept with the session, so no summary can lose a constraint. */
export const SearchState = z.object({
  filters: Filters,
  /** The words to search by, filters' wording left out where it carries no topic ("registered nurse", "react frontend"). Empty: search by the profile. */
  query: z.string(),
  /** Ids shown so far for this search, in rank order; rank n is `shown[n - 1]`. */
  shown: z.array(z.string()),
  /** Ids of the last page, a subset of `shown`. */
  page: z.array(z.string()).default([]),
  /** Ranks the last detail, comparison or explanation was about: what "it" refers to. Absent: nothing yet. */
  focus: z.array(z.number().int().positive()).optional(),
  /** Id of the employer's own opening that candidates are sought for. */
  opening: z.string().optional(),
});
export type SearchState = z.infer<typeof SearchState>;

/** What one message asks for. Numbers are ranks as the user saw them, from 1. */
export const Intent = z.discriminatedUnion("kind", [
  /** `mode` tells whether the filters replace the session's or were merged into them; `filters` and `query` are the result, ready to run. */
  z.object({ kind: z.literal("search"), mode: z.enum(["new", "refine"]), filters: Filters, query: z.string() }),
  z.object({ kind: z.literal("more") }),
  z.object({ kind: z.literal("detail"), ranks: z.array(z.number().int().positive()).min(1) }),
  z.object({ kind: z.literal("compare"), ranks: z.array(z.number().int().positive()).min(2) }),
  /** Why a match stands where it stands; two ranks: why one is above another. */
  z.object({ kind: z.literal("explain"), ranks: z.array(z.number().int().positive()).min(1) }),
  /** What the seeker lacks for a job, or a candidate for the ask. */
  z.object({ kind: z.literal("gaps"), ranks: z.array(z.number().int().positive()).min(1) }),
  /** "Which filters are on?" */
  z.object({ kind: z.literal("show-filters") }),
  /** A follow-up that names no existing match, e.g. "tell me about 9" after five results. */
  z.object({ kind: z.literal("unclear"), reason: z.enum(["no-search-yet", "no-such-rank", "empty", "no-such-filter"]), rank: z.number().int().optional() }),
  z.object({ kind: z.literal("small-talk"), topic: z.enum(["greeting", "thanks", "goodbye", "help", "identity", "acknowledge", "scoring"]) }),
  z.object({ kind: z.literal("out-of-scope") }),
  /** The role may not have what is asked for. */
  z.object({ kind: z.literal("forbidden"), wanted: z.enum(["candidates", "jobs", "contact-data", "foreign-records"]) }),
]);
export type Intent = z.infer<typeof Intent>;

export interface Understanding {
  intent: Intent;
  /** Wording that looks like a constraint and that the rules could not turn into a filter; a real model is asked only when there is some. */
  unparsed: string[];
  /** Remarks for the user about how the words were read, e.g. "70k is taken as EUR a year". */
  assumptions: string[];
}
