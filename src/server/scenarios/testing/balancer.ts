import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";

/** In front of several replicas: one address, and each connection goes to the one that has the fewest. */
export interface Balancer extends AsyncDisposable {
  /** To give to clients. */
  readonly url: string;
  /** Where connections go from now on; those that are there stay. One that refuses a connection is passed over. */
  ports: readonly number[];
}

export async function balancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Map<Socket, number>();
  const load = (port: number) => [...open.values()].filter((to) => to === port).length;

  async function forward(client: Socket): Promise<void> {
    client.on("error", () => client.destroy());
    for (const port of it.ports.toSorted((one, other) => load(one) - load(other))) {
      const replica = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
      open.set(client, port);
      if (await once(replica, "connect").catch(() => null)) return join(client, replica);
    }
    open.delete(client);
    client.resetAndDestroy();
  }

  function join(client: Socket, replica: Socket): void {
    replica.on("error", () => client.resetAndDestroy());
    client.once("close", () => {
      open.delete(client);
      replica.destroy();
    });
    if (client.destroyed) return void replica.destroy();
    client.pipe(replica).pipe(client);
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void forward(client));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const it: Balancer = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ports,
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), "close");
      for (const client of open.keys()) client.destroy();
      await closed;
    },
  };
  return it;
}
