import type { Document, Filter } from "mongodb";
import { type Box, type Coordinates, boxAround, boxWithin } from "../vocabulary/places.ts";
import type { Condition } from "./condition.ts";
import { objectIds } from "./mongo-rows.ts";

type Where = Filter<Document>;

/** What surely holds of every record that meets a condition, and what is enough to meet it; the same filter where MongoDB can say the condition. */
interface Bounds {
  necessary: Where;
  sufficient: Where;
}

export interface MongoCondition extends Bounds {
  /** False where the bounds differ: `meets` has the last word on what is `uncertain` then. */
  exact: boolean;
  /** What `necessary` lets through and `sufficient` does not. */
  uncertain: Where;
}

const NOTHING: Where = { _id: { $in: [] } };

/** Compiles a condition to filters over the facets of a derived row. */
export function compile(condition: Condition): MongoCondition {
  const { necessary, sufficient } = bounds(condition);
  const exact = necessary === sufficient;
  return { necessary, sufficient, exact, uncertain: exact ? NOTHING : { $and: [necessary, { $nor: [sufficient] }] } };
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
    case "near": {
      const within = boxWithin(condition);
      return { necessary: inside(boxAround(condition), condition), sufficient: within === null ? NOTHING : inside(within, condition) };
    }
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

function inside(box: Box, { lat, lon }: Coordinates): Where {
  const band: Where = { "facets.lat": { $gte: lat - box.lat, $lte: lat + box.lat } };
  if (box.lon >= 180) return { $and: [band, { "facets.lon": { $ne: null } }] };
  // Once around to either side for a box across the date line.
  const spans = [-360, 0, 360].map((turn): Where => ({ "facets.lon": { $gte: lon - box.lon + turn, $lte: lon + box.lon + turn } }));
  return { $and: [band, { $or: spans }] };
}
