import type { WireMessage } from "../../client/index.ts";

export type Match = WireMessage["matches"][number];
type Place = NonNullable<Match["record"]["location"]>;
type Pay = NonNullable<Extract<Match, { kind: "job" }>["record"]["salary"]>;
type Experience = Extract<Match, { kind: "candidate" }>["record"]["experience"];

const amounts = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const countries = new Intl.DisplayNames("en-GB", { type: "region", fallback: "code" });
const WORKPLACES = { onsite: "on site", hybrid: "hybrid", remote: "remote" } as const;

/** What stands below a match's title: who, where, how, for how much. What is unknown is left out. */
export function factsOf(match: Match): string[] {
  const { record } = match;
  const pay = match.kind === "job" ? match.record.salary : match.record.desired_salary;
  const asked = pay === undefined ? undefined : payText(pay);
  const facts = [
    match.kind === "job" ? match.record.company : positionText(match.record.experience),
    record.location && placeText(record.location),
    record.remote && WORKPLACES[record.remote],
    asked && match.kind === "candidate" ? `asks ${asked}` : asked,
  ];
  return facts.filter((fact): fact is string => fact !== undefined && fact !== "");
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function placeText({ city, region, country }: Place): string {
  const named = country !== undefined && /^[a-z]{2}$/i.test(country) ? countries.of(country.toUpperCase()) : country;
  return [city ?? region, named].filter(Boolean).join(", ");
}

function payText({ min, max, currency, period }: Pay): string | undefined {
  const unit = `${period === "hour" ? "an" : "a"} ${period}`;
  if (min !== undefined && max !== undefined && min !== max) return `${currency} ${amounts.format(min)}–${amounts.format(max)} ${unit}`;
  if (min !== undefined) return `${currency} ${amounts.format(min)} ${unit}${max === undefined ? " and more" : ""}`;
  return max === undefined ? undefined : `${currency} ${amounts.format(max)} ${unit} at most`;
}

function positionText(experience: Experience): string | undefined {
  const held = experience.find(({ end }) => end === undefined) ?? experience[0];
  return held?.company === undefined ? held?.title : `${held.title} at ${held.company}`;
}
