import { AdminClient } from "chromadb";
import { chromaVectorIndex } from "../retrieval/chroma.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import { type ChromaStore, openChroma } from "../store/chroma.ts";
import { openLog } from "../telemetry/log.ts";
import type { Adapter } from "./adapters.ts";
import { SERVICES, uniqueName } from "./services.ts";

const TIMEOUT_MS = 10_000;

/** The name of an empty database that no other test uses. It goes with the server, at the end of the run. */
export async function chromaDatabase(): Promise<string> {
  const { hostname, port, protocol } = new URL(SERVICES.chroma!);
  const name = uniqueName("rolecall_test");
  await new AdminClient({ host: hostname, port: Number(port), ssl: protocol === "https:" }).createDatabase({ name, tenant: "default_tenant" });
  return name;
}

export function testChroma(database: string, url = SERVICES.chroma!): ChromaStore {
  return openChroma({ url, database, timeoutMs: TIMEOUT_MS, log: openLog("silent") });
}

export function chromaVectorIndexes(dimensions: number): Adapter<VectorIndex>[] {
  const index = (database: string) => chromaVectorIndex(testChroma(database), { model: "a-model", dimensions });
  return [
    {
      name: "ChromaDB",
      missing: SERVICES.chroma === undefined ? "ChromaDB" : undefined,
      open: async () => index(await chromaDatabase()),
      async openTwo() {
        const database = await chromaDatabase();
        return { one: index(database), other: index(database), async [Symbol.asyncDispose]() {} };
      },
    },
  ];
}
