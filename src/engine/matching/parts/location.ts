import type { Place } from "../../intent/filters.ts";
import { fold } from "../../text/analyse.ts";
import { distanceKm } from "../../vocabulary/places.ts";
import type { Ask } from "../ask.ts";
import type { Subject } from "../subject.ts";

/** The distance at which a place is worth 1/e of one next door. */
const KM_SCALE = 50;
const SAME_REGION = 0.6;
const SAME_COUNTRY = 0.3;

/** 1 where the work can be done from afar; else by distance, or by the steps city, region, country where coordinates are missing. */
export function locationPart(ask: Ask, subject: Subject): number | null {
  if (isRemote(ask, subject)) return 1;
  const { place } = subject;
  if (place === undefined) return null;
  const known = ask.places.map((wanted) => closeness(wanted, place)).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function isRemote(ask: Ask, subject: Subject): boolean {
  const jobIsRemote = subject.kind === "job" ? subject.workplace === "remote" : ask.workplaces.length === 1 && ask.workplaces[0] === "remote";
  if (!jobIsRemote) return false;
  return subject.kind === "candidate" || ask.workplaces.length === 0 || ask.workplaces.includes("remote");
}

/** Null where neither names nor coordinates tell how far apart the two are. */
function closeness(wanted: Place, place: NonNullable<Subject["place"]>): number | null {
  const distance = near(wanted, place);
  if (differ(wanted.country, place.country)) return distance ?? 0;
  if (isInside(wanted, place)) return 1;
  return distance ?? (same(wanted.region, place.region) ? SAME_REGION : same(wanted.country, place.country) ? SAME_COUNTRY : null);
}

function isInside(wanted: Place, place: NonNullable<Subject["place"]>): boolean {
  if (wanted.city !== undefined) return same(wanted.city, place.city) && !differ(wanted.region, place.region);
  if (wanted.region !== undefined) return same(wanted.region, place.region);
  return same(wanted.country, place.country);
}

function near({ lat, lon, city, radius_km = 0 }: Place, place: { lat?: number; lon?: number }): number | null {
  if (lat === undefined || lon === undefined || place.lat === undefined || place.lon === undefined) return null;
  const km = distanceKm({ lat, lon }, { lat: place.lat, lon: place.lon });
  const isInArea = city === undefined && km <= radius_km;
  return isInArea ? 1 : Math.exp(-km / KM_SCALE);
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && fold(a) === fold(b);
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && fold(a) !== fold(b);
}
