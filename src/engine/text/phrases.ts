import type { Location, Salary, Workplace } from "../catalog/records.ts";
import { countryCode, countryName } from "../vocabulary/places.ts";

const WORKPLACES: Record<Workplace, string> = { onsite: "on site", hybrid: "hybrid", remote: "remote" };
const amount = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

export function workplaceName(workplace: Workplace): string {
  return WORKPLACES[workplace];
}

/** "Berlin, Germany"; null where nothing is known. */
export function placeName(location: Location | undefined): string | null {
  const country = location?.country === undefined ? undefined : countryDisplay(location.country);
  const parts = [location?.city, country].filter((part) => part !== undefined && part !== location?.city);
  const named = [...(location?.city === undefined ? [] : [location.city]), ...parts.filter((part) => part !== location?.city)];
  return named.length === 0 ? (location?.region ?? null) : named.join(", ");
}

function countryDisplay(country: string): string {
  const code = countryCode(country);
  return code === null ? country : countryName(code);
}

/** "70,000 to 85,000 EUR a year", "up to 45 GBP an hour"; null where no amount is stated. */
export function payText(salary: Salary | undefined): string | null {
  if (salary === undefined) return null;
  const { min, max, currency, period } = salary;
  const each = `${currency} ${period === "hour" ? "an" : "a"} ${period}`;
  if (min !== undefined && max !== undefined) return min === max ? `${amount.format(min)} ${each}` : `${amount.format(min)} to ${amount.format(max)} ${each}`;
  if (max !== undefined) return `up to ${amount.format(max)} ${each}`;
  return min === undefined ? null : `from ${amount.format(min)} ${each}`;
}

/** "today", "yesterday", "5 days ago". */
export function ageText(since: Date, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 86_400_000));
  return days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
}

/** "a", "a and b", "a, b and c". */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
