import type { SharedRecords } from "../catalog/shared-records.ts";
import { type Finding, type Maintenance, ok, warn } from "../maintenance.ts";
import { listText } from "../text/phrases.ts";
import { adoptRecords } from "./adopt.ts";
import { type IndexingPorts, indexing } from "./indexing.ts";
import { COLLECTIONS, type SeedCollection } from "./seed.ts";

const BATCH = 500;
const SHOWN = 3;

/** Whether what the portal has stored, changed and removed by itself has reached the index. */
export function sharedRecordsMaintenance(ports: IndexingPorts, shared: SharedRecords): Maintenance {
  return {
    id: "shared-records",
    thorough: true,
    async inspect() {
      const compared = [];
      for (const name of COLLECTIONS) compared.push(await compare(ports, shared, name));
      return findingOf(compared);
    },
    async fix({ onProgress, maxCostUsd, signal }) {
      const { collections, embedded, costUsd } = await adoptRecords(ports, shared, {
        maxCostUsd,
        signal,
        onProgress: ({ collection, done }) => onProgress?.(`${done.toLocaleString("en")} ${collection}`),
      });
      const sum = (of: "indexed" | "removed") => collections.reduce((total, collection) => total + collection[of], 0);
      const cost = costUsd === null || costUsd === 0 ? "" : ` for ${costUsd.toFixed(4)} USD`;
      return `Indexed ${counted(sum("indexed"), "document", "documents")}, forgot ${counted(sum("removed"), "document", "documents")}, embedded ${counted(embedded, "text", "texts")}${cost}.`;
    },
  };
}

interface Compared {
  stale: number;
  gone: number;
  /** As they are told. */
  unreadable: string[];
}

async function compare(ports: IndexingPorts, shared: SharedRecords, name: SeedCollection): Promise<Compared> {
  const index = indexing(ports, { dryRun: true, patienceMs: 0 });
  const compared: Compared = { stale: 0, gone: await ports.catalog.count(name), unreadable: [] };
  for await (const { documents, unreadable } of shared.stored(name, BATCH)) {
    const { inserted, updated, unchanged } = await index[name](documents as never, async () => {});
    const ids = unreadable.map((id) => ({ id, hash: "" }));
    const states = await ports.catalog.pending(name, ids);
    const stillIndexed = ids.filter(({ id }) => states.get(id) === "changed").length;
    compared.stale += inserted + updated;
    compared.gone -= updated + unchanged + stillIndexed;
    compared.unreadable.push(...unreadable.map((id) => `${name} ${id}`));
  }
  return { ...compared, gone: Math.max(0, compared.gone) };
}

function findingOf(compared: readonly Compared[]): Finding {
  const sum = (of: "stale" | "gone") => compared.reduce((total, each) => total + each[of], 0);
  const unreadable = compared.flatMap((each) => each.unreadable);
  const [stale, gone] = [sum("stale"), sum("gone")];
  const unread = `${counted(unreadable.length, "does", "do")} not have the agreed shape (${unreadable.slice(0, SHOWN).join(", ")}${unreadable.length > SHOWN ? ", …" : ""})`;
  const found = [
    ...(stale > 0 ? [`${counted(stale, "is not indexed as it is", "are not indexed as they are")} now`] : []),
    ...(gone > 0 ? [`${counted(gone, "is", "are")} indexed and gone`] : []),
    ...(unreadable.length > 0 ? [unread] : []),
  ];
  if (found.length === 0) return ok("Everything that the portal has stored is indexed.");
  const remedies = [
    ...(stale + gone > 0 ? ['Run "rolecall doctor --fix".'] : []),
    ...(unreadable.length > 0 ? ["Correct what cannot be read in the portal; it is left out until then."] : []),
  ];
  return warn(`Of the portal's documents, ${listText(found)}.`, remedies.join(" "));
}

function counted(count: number, one: string, several: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}
