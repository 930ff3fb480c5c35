import type { EmploymentType, PayPeriod, Seniority, Workplace } from "../catalog/records.ts";
import type { Span } from "./draft.ts";
import type { Filters, Place } from "./filters.ts";

/** Which end of a range the words speak of; "exact" where they say none. */
export type Bound = "at-least" | "at-most" | "exact";

/** Something a message names that a filter can hold, and where it says so. */
export type Mention = Span &
  /** `trade`: the words name a line of work rather than ask for the skill. */
  (
    | { kind: "skill"; name: string; trade: boolean }
    | { kind: "place"; places: Place[] }
    /** "Anywhere": lifts the places of the search. */
    | { kind: "anywhere" }
    /** A distance without a place: "within 30 km". */
    | { kind: "radius"; km: number }
    | { kind: "workplace"; value: Workplace }
    /** `most` is the upper end of a range. */
    | { kind: "salary"; amount: number; most?: number; bound: Bound; currency?: string; period?: PayPeriod }
    | { kind: "seniority"; values: Seniority[] }
    /** `own`: years the speaker has worked, not years somebody asks for. */
    | { kind: "years"; least?: number; most?: number; own: boolean }
    | { kind: "employment"; values: EmploymentType[] }
    /** "Permanent" is no employment type of its own: it rules out the ones that end. */
    | { kind: "permanence" }
    | { kind: "recency"; days: number; vague: boolean }
    | { kind: "employer-kind"; value: NonNullable<Filters["employer_kind"]> }
    | { kind: "company"; name: string }
    /** `own`: the speaker knows it, nobody asks for it; `either`: one of several alternatives. */
    | { kind: "language"; name: string; own: boolean; either: boolean }
    | { kind: "sponsorship"; needed: boolean }
    | { kind: "relocation" }
  );
export type MentionOf<K extends Mention["kind"]> = Extract<Mention, { kind: K }>;

/** A mention as the sentence means it. "wish": nice to have; "dropped": no longer asked for ("forget Berlin"); "instead": what something else replaces; "unread": part of a denial that says more ("no unpaid internships"). */
export type Judged = Mention & { polarity: "wanted" | "unwanted" | "wish" | "dropped" | "instead" | "unread" };
export type JudgedOf<K extends Mention["kind"]> = Extract<Judged, { kind: K }>;

export const ofKind = <K extends Mention["kind"]>(mentions: readonly Judged[], kind: K): JudgedOf<K>[] =>
  mentions.filter((mention): mention is JudgedOf<K> => mention.kind === kind);
