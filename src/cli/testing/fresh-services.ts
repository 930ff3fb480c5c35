import { MongoClient } from "mongodb";
import { type TcpProxy, tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { readConfig } from "../../engine/config.ts";
import { openPorts } from "../../engine/connect.ts";
import { chromaDatabase } from "../../engine/testing/chroma-adapters.ts";
import { modelProvider } from "../../engine/testing/model-provider.ts";
import { redisDatabase } from "../../engine/testing/redis-adapters.ts";
import { SERVICES, uniqueName } from "../../engine/testing/services.ts";

/** The ids of jobs wherever a job is kept, in order. */
export type StoredJobs = Record<"documents" | "rows" | "words" | "vectors", string[]>;

export interface FreshServices extends AsyncDisposable {
  /** For a program that is to use them. */
  readonly variables: Record<string, string>;
  /** In front of the two stores, for the program alone. */
  readonly proxies: Record<"MongoDB" | "ChromaDB", TcpProxy>;
  /** Every text that the embedding model was asked about, in the order of the requests. */
  texts(): string[];
  storedJobs(): Promise<StoredJobs>;
}

/** An empty database in each of the services, and an embedding model that has a price. */
export async function freshServices(): Promise<FreshServices> {
  const [database, chromaName, redisUrl] = [uniqueName("rolecall_test"), await chromaDatabase(), await redisDatabase()];
  const opened = new AsyncDisposableStack();
  const provider = opened.use(await modelProvider());
  const proxied = async (address: string) => {
    const url = new URL(address);
    const proxy = opened.use(await tcpProxy({ host: url.hostname, port: Number(url.port) }));
    url.host = `127.0.0.1:${proxy.port}`;
    return { proxy, url: url.href };
  };
  const [mongodb, chroma] = [await proxied(SERVICES.mongodb!), await proxied(SERVICES.chroma!)];
  const client = opened.adopt(new MongoClient(SERVICES.mongodb!), async (open) => {
    await open.db(database).dropDatabase();
    await open.close();
  });
  const variables = {
    ROLECALL_STORE: "services",
    ROLECALL_DATA_DIR: "/nonexistent",
    ROLECALL_STORE_TIMEOUT_MS: "3000",
    MONGODB_URI: mongodb.url,
    MONGODB_DB: database,
    CHROMA_URL: chroma.url,
    CHROMA_DATABASE: chromaName,
    REDIS_URL: redisUrl,
    ...provider.settings(provider.url),
  };
  const idsIn = async (name: string) => {
    const found = await client
      .db(database)
      .collection(name)
      .find({}, { projection: { _id: 1 } })
      .toArray();
    return found.map(({ _id }) => String(_id)).toSorted();
  };

  return {
    variables,
    proxies: { MongoDB: mongodb.proxy, ChromaDB: chroma.proxy },
    texts: () => provider.requests.flatMap((request) => ("input" in request ? request.input : [])),
    async storedJobs() {
      const [documents, rows, words] = await Promise.all(["jobs", "rolecall_jobs", "rolecall_jobs_words"].map(idsIn));
      await using ports = await openPorts(
        readConfig({ ...variables, MONGODB_URI: SERVICES.mongodb!, CHROMA_URL: SERVICES.chroma!, ROLECALL_LOG_LEVEL: "silent" }),
      );
      const vectors = [...(await ports.vectors.fetch("jobs", documents!)).keys()].toSorted();
      // Those of others, too.
      const others = (await ports.vectors.count("jobs")) - vectors.length;
      return { documents: documents!, rows: rows!, words: words!, vectors: [...vectors, ...Array.from({ length: others }, () => "of no job")] };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
