import type { Role } from "../catalog/records.ts";
import type { Filters, Place } from "./filters.ts";
import type { SearchState, Understanding } from "./intent.ts";
import { type UnderstandContext, understand } from "./understand.ts";

/** A Thursday. */
export const NOW = new Date("2026-05-14T10:00:00Z");

type Hints = Partial<Pick<UnderstandContext, "country" | "currency" | "home">>;

const as =
  (role: Role) =>
  (message: string, state: SearchState | null = null, hints: Hints = { country: "GB" }): Understanding =>
    understand(message, { role, state, now: NOW, ...hints });

export const seeker = as("job_seeker");
export const employer = as("employer");

/** A search with five matches shown. */
export const running = (filters: Filters, query: string): SearchState => ({
  filters,
  query,
  shown: ["a", "b", "c", "d", "e"],
  page: ["a", "b", "c", "d", "e"],
});

/** What a search was read as, short enough for a table; places by name ("Leeds", "Leeds +50", "DE"), salaries as one string. */
export function read({ intent, unparsed }: Understanding): Record<string, unknown> {
  if (intent.kind !== "search") return intent;
  const { places, exclude_places, salary, ...rest } = intent.filters;
  return {
    query: intent.query,
    ...rest,
    ...(places && { places: places.map(placeName) }),
    ...(exclude_places && { exclude_places: exclude_places.map(placeName) }),
    ...(salary && { salary: `${salary.amount} ${salary.currency} ${salary.period}` }),
    ...(unparsed.length > 0 && { unparsed }),
  };
}

const placeName = ({ city, region, country, radius_km }: Place): string => `${city ?? region ?? country}${radius_km === undefined ? "" : ` +${radius_km}`}`;
