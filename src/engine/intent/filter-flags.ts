import { z } from "zod";
import { EmploymentType, Seniority, Workplace } from "../catalog/records.ts";
import { RolecallError } from "../errors.ts";
import { findMoney } from "../vocabulary/money.ts";
import { countryCode, findPlaces } from "../vocabulary/places.ts";
import { canonicalSkill } from "../vocabulary/skills.ts";
import { stated } from "./assemble.ts";
import { Filters, type Place } from "./filters.ts";

const NEAR_KM = 50;

interface Flag {
  /** How a value looks, for the message that names the allowed ones. */
  form: string;
  read: (value: string) => Filters;
}

const list = (value: string): string[] =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
const names = (key: keyof Filters, form: string, each = (name: string): string => name): Flag => ({
  form,
  read: (value) => ({ [key]: list(value).map(each) }),
});
const oneOf = (key: keyof Filters, values: readonly string[], single = false): Flag => ({
  form: single ? values.join("|") : `${values.join("|")}[,…]`,
  read(value) {
    const chosen = list(value.toLowerCase()).map((part) => part.replace(/^(full|part)[- ]time$/, "$1_time").replace(/^on-site$/, "onsite"));
    if (chosen.length === 0 || (single && chosen.length > 1)) throw new TypeError();
    for (const entry of chosen) if (!values.includes(entry)) throw new TypeError();
    return { [key]: single ? chosen[0] : chosen };
  },
});
const count = (key: keyof Filters, form: string): Flag => ({
  form,
  read(value) {
    if (!/^\d+(?:\.\d+)?$/.test(value)) throw new TypeError();
    return { [key]: Number(value) };
  },
});
const yes = (key: keyof Filters): Flag => ({
  form: "true",
  read(value) {
    if (!/^(?:true|yes|1)$/i.test(value)) throw new TypeError();
    return { [key]: true };
  },
});

const FLAGS: Record<string, Flag> = {
  country: { form: "Germany or DE, several with commas", read: (value) => ({ places: list(value).map(country) }) },
  city: { form: "Berlin, several with commas", read: (value) => ({ places: list(value).flatMap(city) }) },
  near: { form: `Manchester or "Manchester 30km"; ${NEAR_KM} km without a distance`, read: (value) => ({ places: near(value) }) },
  exclude_country: { form: "Germany or DE, several with commas", read: (value) => ({ exclude_places: list(value).map(country) }) },
  exclude_city: { form: "London, several with commas", read: (value) => ({ exclude_places: list(value).flatMap(city) }) },
  remote: oneOf("remote", Workplace.options),
  skills: names("skills", "React,TypeScript", (name) => canonicalSkill(name) ?? name),
  exclude_skills: names("exclude_skills", "PHP,Java", (name) => canonicalSkill(name) ?? name),
  salary: { form: "70000 EUR year (amount, currency, year|month|day|hour)", read: (value) => ({ salary: salary(value) }) },
  seniority: oneOf("seniority", Seniority.options),
  exclude_seniority: oneOf("exclude_seniority", Seniority.options),
  min_years: count("min_years", "3"),
  max_years: count("max_years", "5"),
  employment_types: oneOf("employment_types", EmploymentType.options),
  exclude_employment_types: oneOf("exclude_employment_types", EmploymentType.options),
  max_age_days: count("max_age_days", "7"),
  employer_kind: oneOf("employer_kind", ["direct", "agency"], true),
  companies: names("companies", '"Lumen Ledger"'),
  exclude_companies: names("exclude_companies", '"Lumen Ledger"'),
  languages: names("languages", "German,French"),
  visa_sponsorship: yes("visa_sponsorship"),
  willing_to_relocate: yes("willing_to_relocate"),
};

/**
 * Filters from `key=value` pairs of the command line; a key given twice adds up.
 * @throws {RolecallError} `usage` for an unknown key or a value its key does not take; the message names the allowed ones.
 */
export function parseFilterFlags(pairs: readonly string[]): Filters {
  const filters: Record<string, unknown> = {};
  for (const pair of pairs) {
    for (const [name, value] of Object.entries(parsePair(pair))) {
      const known = filters[name];
      filters[name] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value;
    }
  }
  return stated(filters as Filters);
}

function parsePair(pair: string): Filters {
  const at = pair.indexOf("=");
  const key = (at < 0 ? pair : pair.slice(0, at)).trim().replaceAll("-", "_");
  const flag = Object.hasOwn(FLAGS, key) ? FLAGS[key] : undefined;
  if (!flag)
    throw new RolecallError("usage", `There is no filter "${key}".`, { hint: `Use one of ${Object.keys(FLAGS).join(", ")}, as in --filter country=Germany.` });
  const value = at < 0 ? "" : pair.slice(at + 1).trim();
  try {
    if (value === "") throw new TypeError();
    const parsed = Filters.safeParse(flag.read(value));
    if (!parsed.success) throw new TypeError(z.prettifyError(parsed.error));
    return parsed.data;
  } catch (cause) {
    throw new RolecallError("usage", `The filter ${key} does not take "${value}"; it takes ${flag.form}.`, { hint: `Write --filter ${key}=…`, cause });
  }
}

function country(name: string): Place {
  const code = countryCode(name);
  if (!code) throw new TypeError();
  return { country: code };
}

function city(name: string): Place[] {
  const places =
    findPlaces(`in ${name}`)
      .find((hit) => hit.end === name.length + 3)
      ?.places.filter((place) => place.city !== undefined) ?? [];
  return places.length > 0 ? places : [{ city: name }];
}

function near(value: string): Place[] {
  const [, name = value, distance, unit] = /^(.*?)[ ,]+(\d+(?:\.\d+)?) ?(km|mi|miles?)?$/i.exec(value) ?? [];
  const radius_km = distance === undefined ? NEAR_KM : Number(distance) * (unit?.toLowerCase().startsWith("m") ? 1.609344 : 1);
  const places = city(name).filter((place) => place.lat !== undefined);
  if (places.length === 0) throw new TypeError();
  return places.map((place) => ({ ...place, radius_km: Math.round(radius_km * 10) / 10 }));
}

function salary(value: string): NonNullable<Filters["salary"]> {
  const [, number, code, period] = /^([\d.,' ]+k?) ?([A-Za-z]{3})[ /](?:an? |per )?(year|month|day|hour)$/i.exec(value) ?? [];
  const amount = number && findMoney(`salary ${number.trim()} ${code!.toUpperCase()}`)[0]?.amount;
  if (!amount) throw new TypeError();
  return { amount, currency: code!.toUpperCase(), period: period!.toLowerCase() as "year" };
}
