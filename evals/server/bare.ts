// A WebSocket server that does nothing but send: on any message it replays a recorded turn, frame by frame at the recorded times. Prints its address.
// Usage: node bare.ts <file with [[ms, frame], …] as JSON, or nothing>
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocketServer } from "ws";

const file = process.argv[2];
const turn = file === undefined ? [] : (JSON.parse(readFileSync(file, "utf8")) as [number, string][]);

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, maxPayload: 65_536 });
server.on("connection", (socket) => {
  socket.on("message", async () => {
    const startedAt = performance.now();
    for (const [at, frame] of turn) {
      const wait = at - (performance.now() - startedAt);
      if (wait > 0) await sleep(wait);
      if (socket.readyState !== socket.OPEN) return;
      socket.send(frame);
    }
  });
});
server.on("listening", () => console.log(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
