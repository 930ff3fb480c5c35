import { pathToFileURL } from "node:url";
import type * as Services from "../../../fixtures/services/start.ts";
import { RolecallError } from "../../engine/index.ts";
import type { Checkout } from "../checkout.ts";

export interface LocalServices extends AsyncDisposable {
  /** What the engine finds them by. */
  variables: Record<string, string>;
  /** Such as "mongod, redis-server, chroma". */
  servers: string;
}

/**
 * Starts MongoDB, Redis and Chroma on this machine, with nothing in them; to dispose of them removes their data.
 * @throws {RolecallError} `usage` outside of a checkout, `storage_unavailable` where one cannot be had
 */
export async function startLocalServices(checkout: Checkout | null): Promise<LocalServices> {
  if (checkout === null) {
    throw new RolecallError("usage", "--services starts servers with parts of the project that a package lacks.", {
      hint: "Run it from a checkout, or set MONGODB_URI, CHROMA_URL and REDIS_URL.",
    });
  }
  // Its programs lie beside it, so that it cannot move into a bundle.
  const { startServices } = (await import(pathToFileURL(checkout.services).href)) as typeof Services;
  const services = await startServices();
  const { mongodb, redis, chroma } = services;
  if (mongodb.url !== null && redis.url !== null && chroma.url !== null) {
    return {
      variables: { ROLECALL_STORE: "services", MONGODB_URI: mongodb.url, REDIS_URL: redis.url, CHROMA_URL: chroma.url },
      servers: `${mongodb.server}, ${redis.server} and ${chroma.server}`,
      [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
    };
  }
  await services[Symbol.asyncDispose]();
  const reasons = [mongodb, redis, chroma].flatMap((service) => (service.url === null ? [service.reason] : []));
  throw new RolecallError("storage_unavailable", "Not every service can be started here.", { hint: reasons.join(" ") });
}
