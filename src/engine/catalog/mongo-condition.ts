import type { Document, Filter } from "mongodb";
import type { Condition } from "./condition.ts";
import { objectIds } from "./mongo-rows.ts";

export interface MongoCondition {
  filter: Filter<Document>;
  /** False where the filter lets through more than the condition: `meets` has the last word then. */
  exact: boolean;
}

type Where = Filter<Document>;

/** What surely holds of every record that meets a condition, and what is enough to meet it; the same filter where MongoDB can say the condition. */
interface Bounds {
  necessary: Where;
  sufficient: Where;
}

const EARTH_RADIUS_KM = 6371;
/** Degrees; more than rounding can move a point. */
const MARGIN = 1e-6;
const NOTHING: Where = { _id: { $in: [] } };

/** Compiles a condition to a filter over the facets of a derived row. */
export function compile(condition: Condition): MongoCondition {
  const { necessary, sufficient } = bounds(condition);
  return { filter: necessary, exact: necessary === sufficient };
}

function bounds(condition: Condition): Bounds {
  switch (condition.op) {
    case "eq":
      return exactly({ [`facets.${condition.field}`]: condition.value });
    case "in":
      return exactly({ [`facets.${condition.field}`]: { $in: [...condition.values] } });
    case "at-least":
      return exactly({ [`facets.${condition.field}`]: { $gte: condition.value } });
    case "at-most":
      return exactly({ [`facets.${condition.field}`]: { $lte: condition.value } });
    case "absent":
      return exactly({ [`facets.${condition.field}`]: null });
    case "includes":
      return exactly({ [`facets.${condition.list}`]: condition.value });
    case "empty":
      return exactly({ [`facets.${condition.list}`]: { $size: 0 } });
    case "id-in":
      return exactly({ _id: { $in: objectIds(condition.ids) } });
    case "near":
      return { necessary: box(condition), sufficient: NOTHING };
    case "not": {
      const { necessary, sufficient } = bounds(condition.of);
      return necessary === sufficient ? exactly({ $nor: [necessary] }) : { necessary: { $nor: [sufficient] }, sufficient: { $nor: [necessary] } };
    }
    case "all":
      return joined(condition.of, (parts) => (parts.length === 0 ? {} : { $and: parts }));
    case "any":
      return joined(condition.of, (parts) => (parts.length === 0 ? NOTHING : { $or: parts }));
  }
}

function exactly(filter: Where): Bounds {
  return { necessary: filter, sufficient: filter };
}

function joined(of: readonly Condition[], join: (parts: Where[]) => Where): Bounds {
  const parts = of.map(bounds);
  const necessary = join(parts.map((part) => part.necessary));
  const exact = parts.every((part) => part.necessary === part.sufficient);
  return exact ? exactly(necessary) : { necessary, sufficient: join(parts.map((part) => part.sufficient)) };
}

/** The rectangle of latitudes and longitudes around a circle on the sphere; every longitude where the circle holds a pole. */
function box({ lat, lon, km }: { lat: number; lon: number; km: number }): Where {
  const radius = (km / EARTH_RADIUS_KM) * (180 / Math.PI) + MARGIN;
  const band: Where = { "facets.lat": { $gte: lat - radius, $lte: lat + radius } };
  const wide = sine(radius) / sine(90 - Math.abs(lat));
  if (Math.abs(lat) + radius >= 90 || wide >= 1) return band;
  const half = (Math.asin(wide) * 180) / Math.PI + MARGIN;
  // Once around to either side for a circle across the date line.
  const spans = [-360, 0, 360].map((turn): Where => ({ "facets.lon": { $gte: lon - half + turn, $lte: lon + half + turn } }));
  return { $and: [band, { $or: spans }] };
}

function sine(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}
