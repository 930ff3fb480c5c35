import type { PayPeriod } from "../catalog/records.ts";
import table from "./rates.json" with { type: "json" };
export { type MoneyHit, findMoney } from "./money/find.ts";

const rates: Record<string, number> = table.rates;
const PER_YEAR: Record<PayPeriod, number> = { hour: 2080, day: 260, month: 12, year: 1 };

/** Date of the committed exchange rates, `YYYY-MM-DD`. */
export const RATES_AS_OF: string = table.as_of;

/** Converts by the committed table; null where it lacks one of the currencies. */
export function convert(amount: number, from: string, to: string): number | null {
  const source = rates[from.toUpperCase()];
  const target = rates[to.toUpperCase()];
  return source === undefined || target === undefined ? null : (amount / source) * target;
}

/** Pay a year: 2,080 hours, 260 days or 12 months. */
export function perYear(amount: number, period: PayPeriod): number {
  return amount * PER_YEAR[period];
}

/** Pay a year in US dollars, for comparing; null where the currency is not in the table. */
export function usdPerYear(amount: number, currency: string, period: PayPeriod): number | null {
  return convert(perYear(amount, period), currency, "USD");
}
