import type { DatabaseSync } from "node:sqlite";
import type { Catalog } from "../catalog/catalog.ts";
import type { Collection, Employer, Job, Resume } from "../catalog/records.ts";
import type { SharedRecords } from "../catalog/shared-records.ts";
import { facetTable } from "../store/facet-table.ts";

/** What the portal holds: documents by id, and ids of those that cannot be read. */
export interface PortalDocuments {
  employers: Map<string, Employer>;
  jobs: Map<string, Job>;
  resumes: Map<string, Resume>;
  unreadable: Partial<Record<Collection | "employers", string[]>>;
}

/** A portal that keeps its documents in this process, indexed into a catalogue in SQLite. */
export function sharedDocuments(database: DatabaseSync, catalog: Catalog, portal: PortalDocuments): SharedRecords {
  return {
    async *stored(name, size) {
      const documents = [...portal[name].values()];
      for (let at = 0; at < documents.length; at += size) yield { documents: documents.slice(at, at + size), unreadable: [] };
      const unreadable = portal.unreadable[name] ?? [];
      if (unreadable.length > 0) yield { documents: [], unreadable };
    },
    async index(name: string, batch: readonly never[]) {
      if (name === "employers") await catalog.upsertEmployers(batch);
      if (name === "jobs") await catalog.upsertJobs(batch);
      if (name === "resumes") await catalog.upsertResumes(batch);
    },
    async prune(name, before) {
      const columns = name === "employers" ? "id, 0 AS row" : "id, row";
      const rows = database.prepare(`SELECT ${columns} FROM ${name}`).all() as { id: string; row: number }[];
      const gone = rows.filter(({ id }) => !portal[name].has(id) && !portal.unreadable[name]?.includes(id));
      if (gone.length > 0) await before?.(gone.map(({ id }) => id));
      for (const { id, row } of gone) {
        database.prepare(`DELETE FROM ${name} WHERE id = ?`).run(id);
        if (name === "employers") continue;
        database.prepare(`DELETE FROM ${name}_words WHERE rowid = ?`).run(row);
        facetTable(database, name).remove(row);
      }
      return gone.map(({ id }) => id);
    },
  };
}
