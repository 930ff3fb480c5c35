import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Condition } from "../catalog/condition.ts";
import type { Facets } from "../catalog/facets.ts";

const COLUMNS = [
  "id",
  "live",
  "expires_at",
  "dated_at",
  "owner_id",
  "country",
  "region",
  "city",
  "lat",
  "lon",
  "remote",
  "seniority",
  "employment_type",
  "salary",
  "years",
  "employer_kind",
  "company",
  "visa_sponsorship",
  "willing_to_relocate",
] as const satisfies (keyof Facets)[];
const LISTS = ["skills", "languages", "authorized"] as const satisfies (keyof Facets)[];

const EARTH_RADIUS_KM = 6371;

export interface FacetTable {
  /** Stores the facets under the row number, replacing what is there. */
  write(row: number, facets: Facets): void;
  remove(row: number): void;
  rowOf(id: string): number | undefined;
}

/** The two tables that hard filters run on in SQLite, `{prefix}_facets` and `{prefix}_lists`. */
export function facetTable(database: DatabaseSync, prefix: string): FacetTable {
  const insert = database.prepare(`INSERT OR REPLACE INTO ${prefix}_facets (row, ${COLUMNS.join(", ")}) VALUES (?${", ?".repeat(COLUMNS.length)})`);
  const insertList = database.prepare(`INSERT OR IGNORE INTO ${prefix}_lists (list, value, row) VALUES (?, ?, ?)`);
  const remove = database.prepare(`DELETE FROM ${prefix}_facets WHERE row = ?`);
  const removeLists = database.prepare(`DELETE FROM ${prefix}_lists WHERE row = ?`);
  const find = database.prepare(`SELECT row FROM ${prefix}_facets WHERE id = ?`);
  return {
    write(row, facets) {
      removeLists.run(row);
      insert.run(row, ...COLUMNS.map((column) => sqlValue(facets[column])));
      for (const list of LISTS) for (const value of facets[list]) insertList.run(list, value, row);
    },
    remove(row) {
      remove.run(row);
      removeLists.run(row);
    },
    rowOf: (id) => (find.get(id) as { row: number } | undefined)?.row,
  };
}

export interface Sql {
  text: string;
  values: SQLInputValue[];
}

/** Compiles a condition to an expression over `{prefix}_facets AS f`. */
export function compile(condition: Condition, prefix: string): Sql {
  switch (condition.op) {
    case "eq":
      return { text: `f.${condition.field} = ?`, values: [sqlValue(condition.value)] };
    case "in":
      return { text: `f.${condition.field} IN (${placeholders(condition.values.length)})`, values: [...condition.values] };
    case "at-least":
      return { text: `f.${condition.field} >= ?`, values: [condition.value] };
    case "at-most":
      return { text: `f.${condition.field} <= ?`, values: [condition.value] };
    case "absent":
      return { text: `f.${condition.field} IS NULL`, values: [] };
    case "includes":
      return { text: `f.row IN (SELECT row FROM ${prefix}_lists WHERE list = ? AND value = ?)`, values: [condition.list, condition.value] };
    case "empty":
      return { text: `NOT EXISTS (SELECT 1 FROM ${prefix}_lists WHERE row = f.row AND list = ?)`, values: [condition.list] };
    case "near":
      return near(condition);
    case "id-in":
      return { text: `f.id IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(condition.ids)] };
    case "not": {
      const inner = compile(condition.of, prefix);
      return { text: `(${inner.text}) IS NOT TRUE`, values: inner.values };
    }
    case "all":
    case "any": {
      if (condition.of.length === 0) return { text: condition.op === "all" ? "TRUE" : "FALSE", values: [] };
      const parts = condition.of.map((part) => compile(part, prefix));
      return { text: parts.map((part) => `(${part.text})`).join(condition.op === "all" ? " AND " : " OR "), values: parts.flatMap((part) => part.values) };
    }
  }
}

/** Great-circle distance by the haversine formula, behind a band of latitudes that an index could serve. */
function near({ lat, lon, km }: { lat: number; lon: number; km: number }): Sql {
  const degrees = ((km / EARTH_RADIUS_KM) * 180) / Math.PI + 1e-6;
  const haversine = "pow(sin(radians(f.lat - ?) / 2), 2) + cos(radians(f.lat)) * cos(radians(?)) * pow(sin(radians(f.lon - ?) / 2), 2)";
  return {
    text: `f.lat BETWEEN ? AND ? AND ${2 * EARTH_RADIUS_KM} * asin(min(1, sqrt(${haversine}))) <= ?`,
    values: [lat - degrees, lat + degrees, lat, lat, lon, km],
  };
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}

function sqlValue(value: string | number | boolean | null): SQLInputValue {
  return typeof value === "boolean" ? Number(value) : value;
}
