import type { Location } from "../catalog/records.ts";
import type { Place } from "../intent/filters.ts";
import { type Coordinates } from "./places/distance.ts";
import { citiesNamed, codeOf, gazetteer, regionNamed } from "./places/gazetteer.ts";

export { foldName } from "./fold.ts";
export { type Box, type Circle, boxAround, boxWithin } from "./places/box.ts";
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
export function placeOf({ city, region, country, lat, lon }: Location): Place {
  const code = country ? codeOf(country) : null;
  const known = city ? knownCity(city, region, code) : undefined;
  const own = lat !== undefined && lon !== undefined ? { lat, lon } : {};
  const written = {
    ...(city ? { city } : {}),
    ...(region ? { region: (code && regionNamed(region, code)) || region } : {}),
    ...(code ? { country: code } : {}),
  };
  return { ...written, ...known, ...own };
}

/** A city of another region than the one stated is another city, unless that region is no known one. */
function knownCity(city: string, region: string | undefined, country: string | null): Place | undefined {
  const named = citiesNamed(city).filter((place) => !country || place.country === country);
  if (!region) return named[0];
  const regionOf = (place: Place): string | null => regionNamed(region, place.country!);
  return named.find((place) => place.region && regionOf(place) === place.region) ?? named.find((place) => !place.region || !regionOf(place));
}

/** A record's own coordinates, else those of its city in the gazetteer; null where neither is known. */
export function coordinatesOf(location: Location): Coordinates | null {
  const { lat, lon } = placeOf(location);
  return lat === undefined || lon === undefined ? null : { lat, lon };
}
