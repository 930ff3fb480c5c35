import { type Coordinates, EARTH_RADIUS_KM } from "./distance.ts";

export interface Circle extends Coordinates {
  km: number;
}

/** Degrees to either side of a centre; a `lon` of 180 is once around. */
export interface Box {
  lat: number;
  lon: number;
}

/** Degrees; more than rounding can move a point. */
const MARGIN = 1e-6;

/** Holds every point of the circle; every longitude where the circle holds a pole. */
export function boxAround({ lat, km }: Circle): Box {
  const radius = degrees(km / EARTH_RADIUS_KM) + MARGIN;
  const wide = sine(radius) / sine(90 - Math.abs(lat));
  const everywhere = Math.abs(lat) + radius >= 90 || wide >= 1;
  return { lat: radius, lon: everywhere ? 180 : degrees(Math.asin(wide)) + MARGIN };
}

/** Holds points of the circle only: latitude and longitude may each take half of the haversine. Null where rounding leaves nothing. */
export function boxWithin({ lat, km }: Circle): Box | null {
  const radius = Math.min(180, degrees(km / EARTH_RADIUS_KM)) - MARGIN;
  if (!(radius > 0)) return null;
  const half = sine(radius / 2) ** 2 / 2;
  const tall = degrees(2 * Math.asin(Math.sqrt(half)));
  // A degree of longitude is longest where the box comes nearest to the equator.
  const longest = sine(90 - Math.abs(lat)) * sine(90 - Math.max(0, Math.abs(lat) - tall));
  return { lat: tall, lon: half >= longest ? 180 : degrees(2 * Math.asin(Math.sqrt(half / longest))) };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}
