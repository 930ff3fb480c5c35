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
  if (subject.place === undefined || ask.places.length === 0) return null;
  const place = subject.place;
  return Math.max(...ask.places.map((wanted) => closeness(wanted, place)));
}

function isRemote(ask: Ask, subject: Subject): boolean {
  const jobIsRemote = subject.kind === "job" ? subject.workplace === "remote" : ask.workplaces.length === 1 && ask.workplaces[0] === "remote";
  if (!jobIsRemote) return false;
  return subject.kind === "candidate" || ask.workplaces.length === 0 || ask.workplaces.includes("remote");
}

function closeness(wanted: Place, place: NonNullable<Subject["place"]>): number {
  if (wanted.country !== undefined && place.country !== undefined && wanted.country !== place.country) {
    return near(wanted, place) ?? 0;
  }
  if (wanted.city === undefined) {
    if (wanted.region === undefined) return wanted.country === place.country ? 1 : 0;
    return same(wanted.region, place.region) ? 1 : SAME_COUNTRY;
  }
  if (same(wanted.city, place.city)) return 1;
  return near(wanted, place) ?? (same(wanted.region, place.region) ? SAME_REGION : SAME_COUNTRY);
}

function near(a: { lat?: number; lon?: number }, b: { lat?: number; lon?: number }): number | null {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined) return null;
  return Math.exp(-distanceKm({ lat: a.lat, lon: a.lon }, { lat: b.lat, lon: b.lon }) / KM_SCALE);
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && fold(a) === fold(b);
}
