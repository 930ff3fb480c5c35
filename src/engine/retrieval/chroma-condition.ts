import type { Where } from "chromadb";
import type { Condition } from "../catalog/condition.ts";
import type { FacetField, FacetList } from "../catalog/facets.ts";
import { type Circle, boxAround } from "../vocabulary/places.ts";
import {
  ABSENT,
  CELLS_AROUND,
  CELL_KEY,
  ID_KEY,
  SLOTS,
  cellIndex,
  cellName,
  fieldKey,
  flagText,
  kindOf,
  lengthKey,
  slotKeys,
  wholeOf,
} from "./chroma-metadata.ts";

/** True is met by every record, false by none. */
export type Filter = Where | boolean;

/** What Chroma can say of a condition. */
export interface ChromaFilter {
  /** Met by every record that meets the condition; by others only where `uncertain` is met, too. */
  where: Filter;
  uncertain: Filter;
}

/** What one comparison may name: the server binds each to a variable of SQLite. */
const MAX_NAMES = 10_000;
/** SQLite refuses trees deeper than 1,000, and a chain of AND is as deep as it is long. */
const MAX_COMPARISONS = 800;

/** Of the records that Rolecall has indexed and that have a direction; the portal's own have no such key. */
const FINDABLE: Where = { [fieldKey("live")]: { $in: [flagText(true), flagText(false)] } };

export function chromaFilter(condition: Condition): ChromaFilter {
  const { where, uncertain } = compile(condition, false);
  if (where === false) return { where, uncertain: false };
  if (comparisons(where) + comparisons(uncertain) > MAX_COMPARISONS) return { where: FINDABLE, uncertain: true };
  return { where: asksForLive(where) ? where : and([where, FINDABLE]), uncertain };
}

/** `negated` compiles what "not" would hold: "not" itself Chroma does not know. */
function compile(condition: Condition, negated: boolean): ChromaFilter {
  switch (condition.op) {
    case "eq":
      return oneOf(condition.field, [condition.value], negated);
    case "in":
      return oneOf(condition.field, condition.values, negated);
    case "at-least":
    case "at-most":
      return bound(condition, negated);
    case "absent":
      return exactly(equal(fieldKey(condition.field), ABSENT[kindOf(condition.field)], negated));
    case "includes":
      return includes(condition, negated);
    case "empty":
      return exactly(equal(lengthKey(condition.list), 0, negated));
    case "near": {
      const around = cellsAround(condition);
      return { where: negated || around, uncertain: around };
    }
    case "id-in":
      if (condition.ids.length > MAX_NAMES) return { where: true, uncertain: true };
      return exactly(among(ID_KEY, condition.ids, negated));
    case "not":
      return compile(condition.of, !negated);
    case "all":
    case "any": {
      const parts = condition.of.map((part) => compile(part, negated));
      const join = (condition.op === "all") === negated ? or : and;
      return { where: join(parts.map(({ where }) => where)), uncertain: or(parts.map(({ uncertain }) => uncertain)) };
    }
  }
}

const exactly = (where: Filter): ChromaFilter => ({ where, uncertain: false });

/** A value of another type than the field's equals nothing. */
function oneOf(field: FacetField, values: readonly (string | number | boolean)[], negated: boolean): ChromaFilter {
  const key = fieldKey(field);
  switch (kindOf(field)) {
    case "text":
      return exactly(among(key, ofType(values, "string"), negated));
    case "flag":
      return exactly(among(key, ofType(values, "boolean").map(flagText), negated));
    case "number": {
      const whole = ofType(values, "number").map(wholeOf).filter(Number.isFinite);
      const same = among(key, whole, false);
      return { where: negated || same, uncertain: same };
    }
  }
}

interface Types {
  string: string;
  number: number;
  boolean: boolean;
}

function ofType<T extends keyof Types>(values: readonly unknown[], type: T): Types[T][] {
  return values.filter((value): value is Types[T] => typeof value === type);
}

function bound({ op, field, value }: { op: "at-least" | "at-most"; field: FacetField; value: number }, negated: boolean): ChromaFilter {
  if (kindOf(field) !== "number" || Number.isNaN(value)) return exactly(negated);
  const key = fieldKey(field);
  const whole = wholeOf(value);
  // At or above a whole number is whatever is so when rounded down; but at or below it is not.
  const certain = op === "at-least" && Number.isInteger(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const uncertain: Filter = certain ? false : { [key]: { $eq: whole } };
  if (!negated) return { where: { [key]: op === "at-least" ? { $gte: whole } : { $lte: whole } }, uncertain };
  const beyond: Where = { [key]: op === "at-most" ? { $gte: whole } : certain ? { $lt: whole } : { $lte: whole } };
  return { where: or([beyond, { [key]: { $eq: ABSENT.number } }]), uncertain };
}

/** A value behind the last slot is not seen. */
function includes({ list, value }: { list: FacetList; value: string }, negated: boolean): ChromaFilter {
  const slots = slotKeys(list).map((key) => equal(key, value, negated));
  const uncertain: Where = { [lengthKey(list)]: { $gte: SLOTS[list] + 1 } };
  return { where: negated ? and(slots) : or([...slots, uncertain]), uncertain };
}

/** The cells that a circle on the sphere can reach into; all of a row where it holds a pole. */
function cellsAround(circle: Circle): Filter {
  const { lat, lon } = circle;
  const around = boxAround(circle);
  const rows = range(cellIndex(Math.max(-90, lat - around.lat)), cellIndex(Math.min(90, lat + around.lat)));
  const columns = range(cellIndex(lon - around.lon), cellIndex(lon + around.lon)).slice(0, CELLS_AROUND);
  if (rows.length * columns.length > MAX_NAMES) return true;
  return among(
    CELL_KEY,
    rows.flatMap((row) => columns.map((column) => cellName(row, column))),
    false,
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function equal(key: string, value: string | number, negated: boolean): Where {
  return { [key]: negated ? { $ne: value } : { $eq: value } };
}

/** Chroma refuses a list that is empty. */
function among(key: string, values: readonly (string | number)[], negated: boolean): Filter {
  if (values.length === 0) return negated;
  if (values.length === 1) return equal(key, values[0]!, negated);
  return { [key]: negated ? { $nin: [...values] } : { $in: [...values] } };
}

function and(filters: readonly Filter[]): Filter {
  return joined("$and", filters);
}

function or(filters: readonly Filter[]): Filter {
  return joined("$or", filters);
}

/** Chroma refuses to join fewer than two, and reads no deep trees: joins of one kind are laid flat. */
function joined(operator: "$and" | "$or", filters: readonly Filter[]): Filter {
  const decides = operator === "$or";
  if (filters.includes(decides)) return decides;
  const parts = filters.flatMap((filter) => (typeof filter === "boolean" ? [] : (joinedBy(filter, operator) ?? [filter])));
  if (parts.length === 0) return !decides;
  return parts.length === 1 ? parts[0]! : ({ [operator]: parts } as Where);
}

function joinedBy(where: Where, operator: "$and" | "$or"): Where[] | null {
  return operator in where ? (where as Record<typeof operator, Where[]>)[operator] : null;
}

function comparisons(filter: Filter): number {
  if (typeof filter === "boolean") return 0;
  const parts = joinedBy(filter, "$and") ?? joinedBy(filter, "$or");
  return parts === null ? 1 : parts.reduce((sum, part) => sum + comparisons(part), 0);
}

/** A filter that asks for what is open, as most do, lets through nothing that `FINDABLE` would not. */
function asksForLive(filter: Filter): boolean {
  if (typeof filter === "boolean") return false;
  const isLive = (part: Where) => JSON.stringify(part) === JSON.stringify({ [fieldKey("live")]: { $eq: flagText(true) } });
  return (joinedBy(filter, "$and") ?? [filter]).some(isLive);
}
