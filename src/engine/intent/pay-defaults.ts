import type { PayPeriod } from "../catalog/records.ts";
import { currencyOf } from "../vocabulary/places.ts";
import { usdPerYear } from "../vocabulary/money.ts";
import type { Place } from "./filters.ts";

/** Where a currency nobody said comes from. */
export interface PayContext {
  places: readonly Place[];
  country?: string | undefined;
  currency?: string | undefined;
}

const DOLLARS = /^(?:USD|CAD|AUD|NZD|SGD|HKD|TWD)$/;

/** The currency of the place named, else the profile's desired salary, else the profile's country, else US dollars. */
export function currencyFor(written: string | undefined, { places, country, currency }: PayContext): { code: string; assumed: boolean } {
  if (written !== undefined && written !== "$") return { code: written, assumed: false };
  const locals = new Set(places.map((place) => (place.country ? currencyOf(place.country) : null)));
  const guesses = [locals.size === 1 ? [...locals][0] : null, currency, country ? currencyOf(country) : null].filter((code): code is string => !!code);
  if (written === "$") {
    const dollars = guesses.find((code) => DOLLARS.test(code)) ?? "USD";
    return { code: dollars, assumed: dollars !== "USD" };
  }
  return { code: guesses[0] ?? "USD", assumed: true };
}

/** Currencies of countries where a full-time year pays 10,000 dollars and more even at the bottom. */
const HIGH_WAGES = /^(?:USD|EUR|GBP|CHF|AUD|CAD|NZD|SGD|HKD|NOK|SEK|DKK|JPY|KRW|ILS|AED|QAR|KWD|SAR|ISK|TWD)$/;

/** The longest period for which the amount is a plausible wage: 70k is a year's, 3,000 EUR a month's, 450 GBP a day's, 25 USD an hour's. */
export function periodFor(amount: number, currency: string): PayPeriod {
  const [salary, dayRate] = HIGH_WAGES.test(currency) ? [10_000, 50_000] : [2_000, 12_000];
  for (const [period, least] of [
    ["year", salary],
    ["month", salary],
    ["day", dayRate],
  ] as const) {
    const yearly = usdPerYear(amount, currency, period);
    if (yearly !== null && yearly >= least) return period;
  }
  return usdPerYear(1, currency, "year") === null && amount >= 1_000 ? "year" : "hour";
}
