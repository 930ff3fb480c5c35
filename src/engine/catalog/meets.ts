import { distanceKm } from "../vocabulary/places.ts";
import type { Condition } from "./condition.ts";
import type { Facets } from "./facets.ts";

/** Whether a record meets a condition: the reference, for stores whose own language cannot say all of it. */
export function meets(condition: Condition, facets: Facets): boolean {
  switch (condition.op) {
    case "eq":
      return facets[condition.field] === condition.value;
    case "in":
      return condition.values.some((value) => facets[condition.field] === value);
    case "at-least":
    case "at-most": {
      const value = facets[condition.field];
      if (typeof value !== "number") return false;
      return condition.op === "at-least" ? value >= condition.value : value <= condition.value;
    }
    case "absent":
      return facets[condition.field] === null;
    case "includes":
      return facets[condition.list].includes(condition.value);
    case "empty":
      return facets[condition.list].length === 0;
    case "near": {
      const { lat, lon } = facets;
      return lat !== null && lon !== null && distanceKm({ lat, lon }, condition) <= condition.km;
    }
    case "id-in":
      return condition.ids.includes(facets.id);
    case "not":
      return !meets(condition.of, facets);
    case "all":
      return condition.of.every((part) => meets(part, facets));
    case "any":
      return condition.of.some((part) => meets(part, facets));
  }
}
