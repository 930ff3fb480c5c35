import type { Location } from "../catalog/records.ts";
import type { Place } from "../intent/filters.ts";
import { type Coordinates } from "./places/distance.ts";
import { citiesNamed, codeOf, gazetteer } from "./places/gazetteer.ts";

export { foldName } from "./fold.ts";
export { type Coordinates, distanceKm } from "./places/distance.ts";
export { type PlaceHit, findPlaces } from "./places/find.ts";

const displayNames = new Intl.DisplayNames("en", { type: "region" });

/** ISO 3166-1 alpha-2 code by code or by name, in English or a language of the country. */
export function countryCode(nameOrCode: string): string | null {
  return codeOf(nameOrCode);
}

/** English name of a country; what was given where it is no code. */
export function countryName(code: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? (displayNames.of(code.toUpperCase()) ?? code) : code;
}

/** ISO 4217 code of the currency that wages are paid in. */
export function currencyOf(countryCode: string): string | null {
  return gazetteer().currencies.get(countryCode.toUpperCase()) ?? null;
}

/** The location in the gazetteer's own words: "Bangalore, India" gives Bengaluru, Karnataka, IN with coordinates. What it does not know stays as written. */
export function placeOf(location: Location): Place {
  const { city, region, country, lat, lon } = location;
  const code = country ? (codeOf(country) ?? undefined) : undefined;
  const known = city ? knownCity(city, region, code) : undefined;
  const own = lat !== undefined && lon !== undefined ? { lat, lon } : {};
  return { ...(city ? { city } : {}), ...(region ? { region } : {}), ...(code ? { country: code } : {}), ...known, ...own };
}

function knownCity(city: string, region: string | undefined, country: string | undefined): Place | undefined {
  const named = citiesNamed(city).filter((place) => !country || place.country === country);
  return named.find((place) => place.region === region) ?? (named.length > 1 && region ? named.find((place) => !place.region) : undefined) ?? named[0];
}

/** A record's own coordinates, else those of its city in the gazetteer; null where neither is known. */
export function coordinatesOf(location: Location): Coordinates | null {
  const { lat, lon } = placeOf(location);
  return lat === undefined || lon === undefined ? null : { lat, lon };
}
