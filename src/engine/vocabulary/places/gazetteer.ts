import type { Place } from "../../intent/filters.ts";
import { foldName } from "../fold.ts";
import { PhraseIndex } from "../phrases.ts";
import { AFRICA_MIDDLE_EAST } from "./cities-africa-middle-east.ts";
import { AMERICAS } from "./cities-americas.ts";
import { ASIA_PACIFIC } from "./cities-asia-pacific.ts";
import { BRITISH_ISLES } from "./cities-british-isles.ts";
import { EUROPE } from "./cities-europe.ts";
import { CITY_STATES, COUNTRIES } from "./countries.ts";
import { DISTRICTS, GROUPS, SHARED_NAMES } from "./groups.ts";
import { NOT_PLACES } from "./not-places.ts";
import { REGIONS } from "./regions.ts";

/** One way to write a place. `mark` says what running text must show before the name counts; see {@link COUNTRIES}. */
export interface PlaceName {
  kind: "city" | "district" | "region" | "country" | "group" | "demonym" | "none";
  name: string;
  mark: "" | "=" | "^" | "?" | "~";
  places: Place[];
}

/** Every name in running text. */
export const placeNames = new PhraseIndex<PlaceName>();
/** Postal abbreviations of states such as "TX", which count only right after a city. */
export const abbreviations = new Map<string, Place[]>();

const codes = new Map<string, string>();
const currencies = new Map<string, string>();
const cities = new Map<string, Place[]>();

const UMLAUTS: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", Ä: "Ae", Ö: "Oe", Ü: "Ue" };
const MARKED = /^([=^?~]?)(.+)$/s;
const split = (list: string, by: string): string[] => list.split(by).map((part) => part.trim());
const parts = (list: string, by: string): string[] => split(list, by).filter((part) => part !== "");
const plainName = (marked: string): string => MARKED.exec(marked)![2]!;
const firstOf = (names: string): string => plainName(split(names, ",")[0]!);
const key = (name: string): string => foldName(name).replaceAll(" ", "");

/** With umlauts also as they are written out: "Muenchen". */
const spellings = (name: string): string[] =>
  /[äöü]/i.test(name) ? [name, name.replace(/[äöü]/gi, (letter) => UMLAUTS[letter]!)] : [name];

function addNames(kind: PlaceName["kind"], names: string, places: Place[]): string[] {
  const added: string[] = [];
  for (const marked of parts(names, ",")) {
    const [, mark = "", base = marked] = MARKED.exec(marked) ?? [];
    for (const name of spellings(base)) {
      placeNames.add(name, { kind, name, mark: mark as PlaceName["mark"], places });
      added.push(name);
    }
  }
  return added;
}

function addCity(names: readonly string[], place: Place): void {
  for (const name of new Set(names.map(key))) cities.set(name, [...(cities.get(name) ?? []), place]);
}

const position = (degrees: string): { lat: number; lon: number } => {
  const [lat, lon] = degrees.split(" ").map(Number);
  return { lat: lat!, lon: lon! };
};

for (const [code, line] of Object.entries(COUNTRIES)) {
  const [currency = "", names = "", demonyms = ""] = split(line, ";");
  const at = CITY_STATES[code] ? position(CITY_STATES[code]) : {};
  currencies.set(code, currency);
  codes.set(key(code), code);
  const known = addNames("country", names, [{ country: code, ...at }]);
  for (const name of known) codes.set(key(name), code);
  if (CITY_STATES[code]) addCity(known, { city: firstOf(names), country: code, ...at });
  addNames("demonym", demonyms, [{ country: code }]);
}

for (const [country, lines] of Object.entries(REGIONS))
  for (const line of parts(lines, "\n")) {
    const [names = "", abbreviation] = split(line, "|");
    const place = { region: firstOf(names), country };
    addNames("region", names, [place]);
    if (abbreviation) abbreviations.set(abbreviation, [...(abbreviations.get(abbreviation) ?? []), place]);
  }

for (const [country, lines] of [BRITISH_ISLES, EUROPE, AMERICAS, ASIA_PACIFIC, AFRICA_MIDDLE_EAST].flatMap(Object.entries<string>))
  for (const line of parts(lines, "\n")) {
    const [names = "", region = "", degrees = ""] = split(line, "|");
    const place: Place = { city: firstOf(names), ...(region ? { region } : {}), country, ...position(degrees) };
    addCity(addNames("city", names, [place]), place);
  }

for (const line of parts(DISTRICTS, "\n")) {
  const [names = "", country = "", degrees = "", radius = ""] = split(line, "|");
  addNames("district", names, [{ region: firstOf(names), country, ...position(degrees), radius_km: Number(radius) }]);
}

for (const line of parts(GROUPS, "\n")) {
  const [names = "", members = ""] = split(line, "|");
  addNames(
    "group",
    names,
    members.split(" ").map((country) => ({ country })),
  );
}
for (const [name, places] of Object.entries(SHARED_NAMES)) addNames("group", name, places);

addNames("none", NOT_PLACES, []);

/** ISO 3166-1 alpha-2 code of a country by its code or one of its names. */
export const codeOf = (nameOrCode: string): string | null => codes.get(key(nameOrCode)) ?? null;
export const currencyFor = (code: string): string | null => currencies.get(code) ?? null;
/** Every city known by this name, the best known first. */
export const citiesNamed = (name: string): readonly Place[] => cities.get(key(name)) ?? [];
