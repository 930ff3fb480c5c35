// Seeds a few documents, runs a conversation of each role and writes the last answers to stdout. Settings come from the environment.
// Usage: node seed-and-chat.ts <data folder> [host to reach for, to prove that the guard notices]
import { conversation } from "./conversation.ts";
import { EMPLOYER, SEEKER, fixtures } from "./seeded-store.ts";
import { testEngine } from "./test-engine.ts";

const [directory, stranger] = process.argv.slice(2) as [string, string | undefined];
const environment = Object.fromEntries(
  ["OPENAI_API_KEY", "OPENAI_BASE_URL", "ROLECALL_EMBEDDING_MODEL"].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
);
const answers: string[] = [];
{
  await using open = await testEngine(directory, { environment, settings: { summaryEvery: 1, recentMessages: 2 } });
  await open.engine.seed(fixtures(30), {});
  for (const [actor, text] of [
    [SEEKER, "jobs"],
    [EMPLOYER, "nurses"],
  ] as const) {
    const talk = conversation(open.engine, actor);
    for (const said of [text, "tell me about 1", "more", "TypeScript jobs or nurses that must not be far away"])
      answers.push((await talk.say(said)).end!.message.status);
  }
  await open.engine.checks();
}
if (stranger !== undefined) await fetch(stranger).catch(() => {});
process.stdout.write(JSON.stringify(answers));
