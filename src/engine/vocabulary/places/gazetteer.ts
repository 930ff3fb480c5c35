import type { Place } from "../../intent/filters.ts";
import { foldName } from "../fold.ts";
import { PhraseIndex, wordsOf } from "../phrases.ts";
import { AFRICA_MIDDLE_EAST } from "./cities-africa-middle-east.ts";
import { ASIA_PACIFIC } from "./cities-asia-pacific.ts";
import { BRITISH_ISLES } from "./cities-british-isles.ts";
import { DACH } from "./cities-dach.ts";
import { NORTHERN_AND_EASTERN_EUROPE } from "./cities-eastern-europe.ts";
import { LATIN_AMERICA } from "./cities-latin-america.ts";
import { NORTH_AMERICA } from "./cities-north-america.ts";
import { WESTERN_EUROPE } from "./cities-western-europe.ts";
import { CITY_STATES, COUNTRIES } from "./countries.ts";
import { DISTRICTS, GROUPS, SHARED_NAMES } from "./groups.ts";
import { NOT_PLACES } from "./not-places.ts";
import { EUROPEAN_REGIONS } from "./regions-europe.ts";
import { OTHER_REGIONS } from "./regions-world.ts";

/**
 * One way to write a place, with its mark in the data files, which says what running text must show before the name counts:
 * none; `=` exactly this letter case; `^` a capital, or a preposition before; `?` a capital and a preposition before;
 * `<` "in" or "remote" before; `~` its region or country after. A region or country after is always enough.
 */
export interface PlaceName {
  kind: "city" | "district" | "region" | "country" | "group" | "demonym" | "none";
  name: string;
  mark: "" | "=" | "^" | "?" | "~" | "<";
  places: Place[];
}

/** What is known of places, arranged for looking up. */
interface Gazetteer {
  names: PhraseIndex<PlaceName>;
  /** Postal abbreviations of states such as "TX", which count only right after a city. */
  abbreviations: Map<string, Place[]>;
  codes: Map<string, string>;
  currencies: Map<string, string>;
  cities: Map<string, Place[]>;
  regions: Map<string, { region: string; country: string }[]>;
}

const CITIES = [BRITISH_ISLES, DACH, WESTERN_EUROPE, NORTHERN_AND_EASTERN_EUROPE, NORTH_AMERICA, LATIN_AMERICA, ASIA_PACIFIC, AFRICA_MIDDLE_EAST];
const UMLAUTS: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", Ä: "Ae", Ö: "Oe", Ü: "Ue" };
const MARKED = /^([=^?~<]?)(.+)$/s;
const split = (list: string, by: string): string[] => list.split(by).map((part) => part.trim());
const parts = (list: string, by: string): string[] => split(list, by).filter((part) => part !== "");
const firstOf = (names: string): string => MARKED.exec(split(names, ",")[0]!)![2]!;
const key = (name: string): string => foldName(name).replaceAll(" ", "");
const append = <T>(map: Map<string, T[]>, name: string, value: T): unknown => map.set(name, [...(map.get(name) ?? []), value]);

/** With umlauts also as they are written out: "Muenchen". */
const spellings = (name: string): string[] => (/[äöü]/i.test(name) ? [name, name.replace(/[äöü]/gi, (letter) => UMLAUTS[letter]!)] : [name]);

const position = (degrees: string): { lat: number; lon: number } => {
  const [lat, lon] = degrees.split(" ").map(Number);
  return { lat: lat!, lon: lon! };
};

function addNames({ names }: Gazetteer, kind: PlaceName["kind"], list: string, places: Place[]): string[] {
  const added: string[] = [];
  for (const marked of parts(list, ",")) {
    const [, mark = "", base = marked] = MARKED.exec(marked) ?? [];
    for (const name of spellings(base)) {
      names.add(wordsOf(name), { kind, name, mark: mark as PlaceName["mark"], places });
      added.push(name);
    }
  }
  return added;
}

function addCity({ cities }: Gazetteer, names: readonly string[], place: Place): void {
  for (const name of new Set(names.map(key))) append(cities, name, place);
}

function addCountries(to: Gazetteer): void {
  for (const [code, line] of Object.entries(COUNTRIES)) {
    const [currency = "", names = "", demonyms = ""] = split(line, ";");
    const at = CITY_STATES[code] ? position(CITY_STATES[code]) : {};
    to.currencies.set(code, currency);
    to.codes.set(key(code), code);
    const known = addNames(to, "country", names, [{ country: code, ...at }]);
    for (const name of known) to.codes.set(key(name), code);
    if (CITY_STATES[code]) addCity(to, known, { city: firstOf(names), country: code, ...at });
    addNames(to, "demonym", demonyms, [{ country: code }]);
  }
}

function addRegions(to: Gazetteer): void {
  for (const [country, lines] of Object.entries({ ...EUROPEAN_REGIONS, ...OTHER_REGIONS }))
    for (const line of parts(lines, "\n")) {
      const [names = "", abbreviation] = split(line, "|");
      const place = { region: firstOf(names), country };
      for (const name of addNames(to, "region", names, [place])) append(to.regions, key(name), place);
      if (!abbreviation) continue;
      append(to.abbreviations, abbreviation, place);
      append(to.regions, key(abbreviation), place);
    }
}

function addCities(to: Gazetteer): void {
  for (const [country, lines] of CITIES.flatMap(Object.entries<string>))
    for (const line of parts(lines, "\n")) {
      const [names = "", region = "", degrees = ""] = split(line, "|");
      const place: Place = { city: firstOf(names), ...(region ? { region } : {}), country, ...position(degrees) };
      addCity(to, addNames(to, "city", names, [place]), place);
    }
}

function addGroups(to: Gazetteer): void {
  for (const line of parts(DISTRICTS, "\n")) {
    const [names = "", country = "", degrees = "", radius = ""] = split(line, "|");
    addNames(to, "district", names, [{ region: firstOf(names), country, ...position(degrees), radius_km: Number(radius) }]);
  }
  for (const line of parts(GROUPS, "\n")) {
    const [names = "", members = ""] = split(line, "|");
    const places = members.split(" ").map((country) => ({ country }));
    addNames(to, "group", names, places);
  }
  for (const [name, places] of Object.entries(SHARED_NAMES)) addNames(to, "group", name, places);
  addNames(to, "none", NOT_PLACES, []);
}

function build(): Gazetteer {
  const empty: Gazetteer = {
    names: new PhraseIndex(),
    abbreviations: new Map(),
    codes: new Map(),
    currencies: new Map(),
    cities: new Map(),
    regions: new Map(),
  };
  for (const add of [addCountries, addRegions, addCities, addGroups]) add(empty);
  return empty;
}

let built: Gazetteer | undefined;

/** Built when first asked for. */
export const gazetteer = (): Gazetteer => (built ??= build());

/** ISO 3166-1 alpha-2 code of a country by its code or one of its names. */
export const codeOf = (nameOrCode: string): string | null => gazetteer().codes.get(key(nameOrCode)) ?? null;
/** Every city known by this name, the best known first. */
export const citiesNamed = (name: string): readonly Place[] => gazetteer().cities.get(key(name)) ?? [];
/** The common English name of a country's region. */
export const regionNamed = (name: string, country: string): string | null =>
  gazetteer()
    .regions.get(key(name))
    ?.find((known) => known.country === country)?.region ?? null;
