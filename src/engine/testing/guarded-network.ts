// Preloaded with --import: every way out to a network other than the hosts in ALLOWED_HOSTS throws and is written to the file NETWORK_ATTEMPTS names.
import { appendFileSync } from "node:fs";
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

const allowed = new Set((process.env.ALLOWED_HOSTS ?? "").split(",").filter((host) => host !== ""));
const record = process.env.NETWORK_ATTEMPTS!;

function guard(way: string, host: string): void {
  if (allowed.has(host)) return;
  appendFileSync(record, `${way} ${host}\n`);
  throw new Error(`The network is closed: ${way} ${host}`);
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const [first] = args.flat() as [{ host?: string; path?: string; port?: number } | number | string];
  guard("connect", typeof first === "object" ? (first.path ?? first.host ?? "localhost") : String(args[1] ?? "localhost"));
  return connect.apply(this, args as Parameters<typeof connect>);
} as typeof connect;

const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  guard("fetch", new URL(input instanceof Request ? input.url : input).hostname);
  return fetch(input, init);
};

const refuse = (way: string) => (host: unknown) => guard(way, String(host));
for (const name of ["lookup", "resolve", "resolve4", "resolve6", "resolveTxt", "resolveSrv"] as const) {
  const [own, promised] = [dns[name] as (...args: unknown[]) => unknown, dns.promises[name] as (...args: unknown[]) => unknown];
  Object.assign(dns, { [name]: (...args: unknown[]) => (refuse(`dns.${name}`)(args[0]), own(...args)) });
  Object.assign(dns.promises, { [name]: (...args: unknown[]) => (refuse(`dns.${name}`)(args[0]), promised(...args)) });
}
dgram.Socket.prototype.send = () => guard("udp", "a datagram");
