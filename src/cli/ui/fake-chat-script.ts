import { type Script, type Step, sampleCandidates, sampleJobs, turn } from "./fake-engine.ts";

const ANSWER = `Three of these fit well. **Fernweh** [1] is the closest: it asks for the three skills you know best, pays within your range, and you can work from anywhere in Germany.

What speaks for each:

1. **Senior Frontend Engineer** [1] has the same title as the one you hold, and the only thing missing is \`Mapbox GL\`.
2. **Full-stack Developer** [2] pays at least what you ask for, but wants *Kubernetes* and *Go* as well.
3. **Web Developer** [3] is on site in Cologne, 380 km away.

More about the first one: [its page](https://example.com/jobs/1). Ask "why is 2 above 3" to see how the scores compare.`;

export const LONG_ANSWER = Array.from(
  { length: 12 },
  (_, n) => `Paragraph ${n + 1} begins here. ${"The quick brown fox jumps over the lazy dog. ".repeat(6)}It ends with ${n + 1}.`,
).join("\n\n");

const HOSTILE =
  "Before \u{1b}[2J\u{1b}[H\u{1b}]0;owned\u{7}after. \u{1b}]8;;https://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\ \u{9b}31mred\u{202e}desrever.\rOver.";

/** Test support: what the scripted chat answers, by a word in the message. */
export function scriptFor(waitMs: number): Script {
  return ({ text, role }) => steps(text, role, waitMs);
}

function steps(text: string, role: string, waitMs: number): Step[] {
  if (text.includes("hostile")) return turn(HOSTILE, { waitMs });
  if (text.includes("long")) return turn(LONG_ANSWER, { waitMs });
  if (text.includes("wide")) return turn("日本語の求人です。東京で働けます。👩‍👩‍👧‍👦 家族も歓迎。".repeat(8), { waitMs });
  if (text.includes("fail")) {
    return [
      { type: "wait", ms: 100 },
      { type: "turn-error", code: "model_unavailable", message: "The model did not answer.", hint: "Wait a moment.", retryable: true },
    ];
  }
  if (text.includes("degraded")) return turn("Words only.", { waitMs, end: { degraded: ["vector-index", "chat-model"] } });
  if (text.includes("\n")) return turn(`You sent ${text.split("\n").length} lines, ${text.length} characters.`, { waitMs });
  return turn(ANSWER, { matches: role === "employer" ? sampleCandidates() : sampleJobs(), waitMs });
}
