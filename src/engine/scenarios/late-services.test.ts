import { expect, test } from "vitest";
import { tcpProxy } from "../../../fixtures/services/tcp-proxy.ts";
import { readConfig } from "../config.ts";
import { openEngine } from "../connect.ts";
import { conversation } from "../testing/conversation.ts";
import { SEEKER, fixtures } from "../testing/seeded-store.ts";
import { missingServices, seededServices } from "../testing/seeded-services.ts";

test.skipIf(missingServices.length > 0)(
  "an engine that starts before ChromaDB answers by words, and uses the index once it is there",
  { timeout: 90_000 },
  async () => {
    await using services = await seededServices(fixtures(12));
    await using proxy = await tcpProxy({ port: Number(new URL(services.environment.CHROMA_URL!).port) });
    await proxy.fault({ kind: "refused" });
    await using engine = await openEngine(readConfig({ ...services.environment, CHROMA_URL: `http://127.0.0.1:${proxy.port}` }));
    const talk = conversation(engine, SEEKER);
    const first = await talk.say("TypeScript jobs");
    expect(first.end!.degraded).toEqual(["vector-index"]);
    expect((await engine.readiness()).degraded).toContain("vector-index");

    await proxy.clear();
    await expect.poll(async () => (await talk.say("React jobs")).end!.degraded, { timeout: 30_000, interval: 500 }).toEqual([]);
    expect(engine.description.embeddings).toMatch(/^offline-/);
  },
);
