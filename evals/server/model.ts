// A chat model over HTTP that says as many words as it is told, one every so many milliseconds after a first pause. Prints its base URL.
// Usage: node model.ts <words> <pause before the first in ms> <pause between two in ms>
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [words, before, between] = process.argv.slice(2).map(Number) as [number, number, number];

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "bench", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer(async (request, response) => {
  for await (const _ of request);
  response.writeHead(200, { "content-type": "text/event-stream" });
  await sleep(before);
  const startedAt = performance.now();
  for (let word = 0; word < words && !response.destroyed;) {
    const due = Math.min(words, Math.floor((performance.now() - startedAt) / between) + 1);
    for (; word < due; word += 1) response.write(chunk({ content: `word${word} ` }));
    await sleep(between);
  }
  const usage = { prompt_tokens: 1_000, completion_tokens: words, total_tokens: 1_000 + words };
  response.write(chunk({}, "stop"));
  response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "bench", choices: [], usage })}\n\n`);
  response.end("data: [DONE]\n\n");
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
