import { type TestClient, connectTo } from "./test-client.ts";

/** A bare connection that may send commands. */
export async function signedInClient(port: number, token: string): Promise<TestClient> {
  const client = await connectTo(port);
  client.send({ type: "connection_init", payload: { token } });
  await client.next("connection_ack");
  return client;
}
