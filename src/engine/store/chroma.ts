import { ChromaClient, type Collection as Records } from "chromadb";
import { z } from "zod";
import { RolecallError } from "../errors.ts";
import type { Log } from "../telemetry/log.ts";
import { type ChromaAccess, chromaAddress } from "./chroma-address.ts";
import { chromaFailure, isBroken, isMissing, isRefused, refusalOf } from "./chroma-failure.ts";

export interface ChromaOptions extends ChromaAccess {
  /** Longest wait for an answer, its body included. Writing may take longer. */
  timeoutMs: number;
  log: Log;
}

export interface StoredCollection {
  id: string;
  /** `cosine`, `l2` or `ip`. */
  space: string;
  /** How widely it searches; null where it is not by HNSW, or the server does not say. */
  efSearch: number | null;
  /** Null until the first vector is stored. */
  dimensions: number | null;
  metadata: Record<string, unknown>;
}

/** A ChromaDB server. Nothing is asked of it before the first request; every failure comes out as an error of ours. */
export interface ChromaStore {
  readonly log: Log;
  ping(): Promise<void>;
  /** Null where there is no collection of this name. */
  find(name: string): Promise<StoredCollection | null>;
  /** Gives the present collection where another process was faster. */
  create(name: string, hnsw: Record<string, unknown>, metadata: Record<string, unknown>): Promise<StoredCollection>;
  /** Replaces all of the collection's metadata. */
  setMetadata(id: string, metadata: Record<string, unknown>): Promise<void>;
  /** Servers heed it when they open the collection the next time. */
  setEfSearch(id: string, efSearch: number): Promise<void>;
  /** One request to the records of a collection. What `request` throws counts as an answer that is no good. */
  read<T>(id: string, request: (records: Records) => Promise<T>): Promise<T>;
  write(id: string, request: (records: Records) => Promise<unknown>): Promise<void>;
  /** How many records one request may write. */
  batchSize(): Promise<number>;
}

/** A request that writes a few megabytes, on a server that is busy with others. */
const WRITE_MS = 60_000;

const Limits = z.object({ max_batch_size: z.int().min(1), supports_base64_encoding: z.boolean().default(false) });
type Limits = z.infer<typeof Limits>;
const Index = z.object({ space: z.string().nullish(), ef_search: z.number().nullish() }).nullish();
const Stored = z.object({
  id: z.string().min(1),
  dimension: z.int().min(1).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  configuration_json: z.object({ hnsw: Index, spann: Index }).nullish(),
});

/** Never fails for want of a server: the first request meets that. @throws {RolecallError} `configuration` */
export function openChroma({ timeoutMs, log, ...access }: ChromaOptions): ChromaStore {
  const { path, headers, ...address } = chromaAddress(access);
  const api = `${address.ssl ? "https" : "http"}://${address.host}:${address.port}${path}/api/v2`;
  const databaseRoute = `/tenants/${encodeURIComponent(address.tenant)}/databases/${encodeURIComponent(address.database)}`;
  const collections = `${databaseRoute}/collections`;

  /** Of collections the client asks in its own way: it looks for their embedding function, warns on stderr that it has none, and drops their dimension. */
  const ask = (method: string, route: string, body?: unknown): Promise<unknown> =>
    within(timeoutMs, async (signal) => {
      const response = await fetch(`${api}${route}`, {
        method,
        headers: { ...headers, "content-type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
        redirect: "error",
        signal,
      });
      if (!response.ok) throw await refusalOf(response);
      return response.json();
    });

  async function refuseUnknownDatabase(): Promise<void> {
    const { tenant, database } = address;
    try {
      await ask("GET", databaseRoute);
    } catch (cause) {
      if (!isMissing(cause)) return;
      throw new RolecallError("configuration", `ChromaDB has no database ${database} in the tenant ${tenant}.`, {
        hint: "Create it, or correct CHROMA_DATABASE and CHROMA_TENANT.",
        cause,
        facts: { tenant, database },
      });
    }
  }

  let limits: Promise<Limits> | undefined;
  function askLimits(): Promise<Limits> {
    if (limits === undefined) {
      limits = ask("GET", "/pre-flight-checks").then((answer) => Limits.parse(answer));
      limits.catch(() => (limits = undefined));
    }
    return limits;
  }

  const requested = <T>(ms: number, id: string, request: (records: Records) => Promise<T>): Promise<T> =>
    within(ms, (signal) => {
      // A client a request, because only its options take a signal. It joins host and port as text, so that a path fits behind the port.
      const port = `${address.port}${path}` as unknown as number;
      const client = new ChromaClient({ ...address, port, headers, fetchOptions: { signal, redirect: "error" } });
      client.getPreflightChecks = askLimits;
      return request(client.collection(id));
    });

  return {
    log,
    ping: () => attempt(async () => void (await ask("GET", "/heartbeat"))),
    find: (name) =>
      attempt(async () => {
        const answer = await ask("GET", `${collections}/${name}`).catch((error: unknown) => {
          if (isMissing(error)) return null;
          throw error;
        });
        return answer === null ? null : collectionOf(answer);
      }),
    create: (name, hnsw, metadata) =>
      attempt(async () => {
        const made = ask("POST", collections, { name, get_or_create: true, configuration: { hnsw }, metadata });
        return collectionOf(
          await made.catch(async (error: unknown) => {
            if (isRefused(error)) await refuseUnknownDatabase();
            throw error;
          }),
        );
      }),
    setMetadata: (id, metadata) => attempt(async () => void (await ask("PUT", `${collections}/${id}`, { new_metadata: metadata }))),
    setEfSearch: (id, efSearch) =>
      attempt(async () => void (await ask("PUT", `${collections}/${id}`, { new_configuration: { hnsw: { ef_search: efSearch } } }))),
    read: (id, request) => attempt(() => requested(timeoutMs, id, request)),
    write: (id, request) => attempt(async () => void (await requested(Math.max(timeoutMs, WRITE_MS), id, request))),
    batchSize: () => attempt(async () => (await askLimits()).max_batch_size),
  };
}

function collectionOf(answer: unknown): StoredCollection {
  const { id, dimension, metadata, configuration_json: configuration } = Stored.parse(answer);
  // As clients wrote it before there were configurations; without a word it is the server's own choice.
  const legacy = metadata?.["hnsw:space"];
  const space = configuration?.hnsw?.space ?? configuration?.spann?.space ?? (typeof legacy === "string" ? legacy : "l2");
  return { id, space, efSearch: configuration?.hnsw?.ef_search ?? null, dimensions: dimension ?? null, metadata: metadata ?? {} };
}

/**
 * A connection that breaks is made again once, as one that was kept open is found dead only by using it. Every request may be
 * repeated: those that write say what there shall be, not what to add.
 */
async function within<T>(ms: number, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  try {
    return await request(signal).catch((error: unknown) => {
      if (signal.aborted || !isBroken(error)) throw error;
      return request(signal);
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw chromaFailure(error);
  }
}
