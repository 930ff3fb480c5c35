import { once } from "node:events";
import { type AddressInfo, type Server, createServer } from "node:net";
import { expect, test } from "vitest";
import { onFreePort } from "./free-port.ts";

const HOST = "127.0.0.1";

async function listening(host: string, port: number): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  return server;
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;

test("a port that is taken is passed over for the next free one", async () => {
  await using taken = await listening(HOST, 0);
  const port = portOf(taken);
  await using found = await onFreePort({ host: HOST, port, strict: false }, (port) => listening(HOST, port));
  expect(portOf(found)).toBeGreaterThan(port);
});

test("a port that is insisted on is told to be taken, with what to do", async () => {
  await using taken = await listening(HOST, 0);
  const insisted = onFreePort({ host: HOST, port: portOf(taken), strict: true }, (port) => listening(HOST, port));
  await expect(insisted).rejects.toMatchObject({
    name: "RolecallError",
    code: "port_taken",
    exitCode: 3,
    message: `The port ${portOf(taken)} of 127.0.0.1 is taken.`,
    hint: expect.stringContaining("--strict-port"),
  });
});

test("no port beyond the last is tried", async () => {
  const tried: number[] = [];
  const allTaken = onFreePort({ host: HOST, port: 65_530, strict: false }, async (port) => {
    tried.push(port);
    throw Object.assign(new Error("Taken"), { code: "EADDRINUSE" });
  });
  await expect(allTaken).rejects.toMatchObject({ code: "port_taken", message: "The ports 65530 to 65535 of 127.0.0.1 are taken." });
  expect(tried).toEqual([65_530, 65_531, 65_532, 65_533, 65_534, 65_535]);
});

test("what else keeps a port from being opened is told as it is", async () => {
  const elsewhere = onFreePort({ host: "192.0.2.7", port: 0, strict: false }, (port) => listening("192.0.2.7", port));
  await expect(elsewhere).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
});
