import { RolecallError } from "../errors.ts";

export interface ChromaAccess {
  /** `http(s)://[user:password@ | token@]host[:port][/path]` */
  url: string;
  tenant?: string;
  database?: string;
  apiKey?: string;
}

export interface ChromaAddress {
  host: string;
  port: number;
  ssl: boolean;
  /** In front of Chroma's own paths, where a proxy serves it below one; else empty. */
  path: string;
  tenant: string;
  database: string;
  headers: Record<string, string>;
}

/** @throws {RolecallError} `configuration` */
export function chromaAddress({ url, tenant = "default_tenant", database = "default_database", apiKey }: ChromaAccess): ChromaAddress {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new RolecallError("configuration", "CHROMA_URL is not the address of a ChromaDB server.", { hint: "It looks like http://127.0.0.1:8000." });
  }
  const ssl = parsed.protocol === "https:";
  return {
    host: parsed.hostname,
    port: parsed.port === "" ? (ssl ? 443 : 80) : Number(parsed.port),
    ssl,
    path: parsed.pathname.replace(/\/+$/, ""),
    tenant,
    database,
    headers: credentials(decoded(parsed.username), decoded(parsed.password), apiKey),
  };
}

/** A token goes in both headers that servers and proxies read one from; a user with a password is the proxy's business. */
function credentials(user: string, password: string, apiKey: string | undefined): Record<string, string> {
  const basic = user !== "" && password !== "";
  const token = apiKey ?? (basic ? "" : user || password);
  const authorization = basic ? `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` : `Bearer ${token}`;
  return { ...(basic || token !== "" ? { authorization } : {}), ...(token === "" ? {} : { "x-chroma-token": token }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
