import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import type { ChatOptions } from "./chat-options.ts";
import { createFakeEngine, sampleJobs, turn } from "./fake-engine.ts";
import { runScreenReader } from "./screen-reader.ts";

function listen(options: Partial<ChatOptions> = {}) {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  let heard = "";
  stdout.on("data", (chunk) => (heard += String(chunk)));
  const done = runScreenReader({
    engine: createFakeEngine({ script: () => turn("Two fit.\n\nTake the **first**.", { matches: sampleJobs().slice(0, 1) }) }),
    actor: { role: "job_seeker", userId: "seeker" },
    users: [{ role: "job_seeker", userId: "seeker", label: "Mara" }],
    colour: true,
    ascii: false,
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    ...options,
  });
  const until = async (text: string) => {
    for (let tries = 0; !heard.includes(text); tries++) {
      if (tries > 200) throw new Error(`never heard: ${text}\n${heard}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { stdin, done, until, heard: () => heard };
}

describe("the chat for those who listen", () => {
  test("writes every line once and never moves the cursor", async () => {
    const { stdin, done, until, heard } = listen({ notice: "The store was empty." });
    await until("You: ");
    stdin.write("remote jobs\n");
    await until("Take the first.");
    stdin.write("/quit\n");
    expect(await done).toEqual({ exitCode: 0 });
    expect(heard()).not.toMatch(/(?!\n)\p{Cc}/u);
    const lines = heard().split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "Rolecall. You are Mara, job seeker. Answers come from offline model. Type a message, or /help.",
      "The store was empty.",
    ]);
    expect(lines.filter((text) => text === "Two fit.")).toHaveLength(1);
    expect(lines).toContain("Match 1: Senior Frontend Engineer (Trip Builder), score 0.90, strong.");
  });

  test("takes pasted lines as one message", async () => {
    const engine = createFakeEngine({ script: ({ text }) => turn(`${text.split("\n").length} lines.`) });
    const { stdin, done, until } = listen({ engine });
    await until("You: ");
    stdin.write("one\ntwo\nthree\n");
    await until("3 lines.");
    expect(engine.sent.map(({ text }) => text)).toEqual(["one\ntwo\nthree"]);
    stdin.end();
    expect(await done).toEqual({ exitCode: 0 });
  });

  test("answers what it was started with, and ends when the input ends", async () => {
    const { stdin, done, heard } = listen({ initialMessage: "remote jobs" });
    stdin.end();
    expect(await done).toEqual({ exitCode: 0 });
    expect(heard()).toContain("Take the first.");
  });
});
