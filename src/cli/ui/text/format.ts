import type { Location, Match, Role, Salary } from "../../../engine/index.ts";
import { plainLine } from "./plain-text.ts";

const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const countries = new Intl.DisplayNames("en-GB", { type: "region", fallback: "code" });

export function count(amount: number, one: string, many = `${one}s`): string {
  return `${grouped.format(amount)} ${amount === 1 ? one : many}`;
}

export function number(amount: number): string {
  return grouped.format(amount);
}

/** 950, 1.2k, 3.4m. */
export function short(amount: number): string {
  if (amount < 1000) return String(amount);
  const [divided, unit] = amount < 999_950 ? [amount / 1000, "k"] : [amount / 1_000_000, "m"];
  return `${divided >= 100 ? Math.round(divided) : divided.toFixed(1).replace(/\.0$/, "")}${unit}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function dollars(amount: number | null): string {
  if (amount === null) return "cost unknown";
  if (amount === 0) return "$0";
  if (amount < 0.0001) return "<$0.0001";
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}

export function duration(ms: number): string {
  return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function salaryText({ min, max, currency, period }: Salary, dash: string): string | null {
  const unit = `a ${period}`.replace("a hour", "an hour");
  const code = plainLine(currency);
  if (min !== undefined && max !== undefined) {
    const range = min === max ? number(min) : `${number(min)}${dash}${number(max)}`;
    return `${code} ${range} ${unit}`;
  }
  if (min !== undefined) return `${code} ${number(min)} ${unit} and more`;
  return max === undefined ? null : `${code} ${number(max)} ${unit} at most`;
}

export function placeText({ city, region, country }: Location): string | null {
  const parts = [city, city === undefined ? region : undefined, country === undefined ? undefined : countryName(country)];
  const named = parts.filter((part) => part !== undefined).map(plainLine);
  return named.length === 0 ? null : named.join(", ");
}

function countryName(code: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? (countries.of(code.toUpperCase()) ?? code) : code;
}

const WORKPLACES = { onsite: "on site", hybrid: "hybrid", remote: "remote" } as const;

/** What stands below a match's title: who, where, how, for how much. Unknown things are left out. */
export function factsOf(match: Match, dash: string): string[] {
  const { record } = match;
  const who = match.kind === "job" ? match.record.company : currentPosition(match.record.experience);
  const pay = match.kind === "job" ? match.record.salary : match.record.desired_salary;
  const asked = pay ? salaryText(pay, dash) : null;
  const facts = [
    who,
    record.location ? placeText(record.location) : null,
    record.remote ? WORKPLACES[record.remote] : null,
    match.kind === "candidate" && asked ? `asks ${asked}` : asked,
  ];
  return facts.filter((fact) => fact !== null && fact !== undefined && fact !== "").map((fact) => plainLine(fact!));
}

function currentPosition(experience: { title: string; company?: string | undefined; end?: string | undefined }[]): string | null {
  const current = experience.find(({ end }) => end === undefined) ?? experience[0];
  if (!current) return null;
  return current.company === undefined ? current.title : `${current.title} at ${current.company}`;
}

export function roleName(role: Role): string {
  return role === "job_seeker" ? "job seeker" : "employer";
}

/** "just now", "5 minutes ago", "3 days ago", else the date. */
export function ago(iso: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(iso)) / 60_000);
  if (Number.isNaN(minutes)) return "";
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${count(minutes, "minute")} ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${count(hours, "hour")} ago`;
  const days = Math.floor(hours / 24);
  return days < 31 ? `${count(days, "day")} ago` : iso.slice(0, 10);
}
