import { describe, expect, test } from "vitest";
import { type AnswerBlock, takeFinishedBlocks } from "./answer-blocks.ts";
import { textOf } from "./lines.ts";
import { markdownLines } from "./markdown.ts";

const ANSWER = `# Jobs

Two **fit**.
Second line.

1. one
2. two
   - nested
3. three

| a | b |
|---|---|
| 1 | 2 |

\`\`\`
code

more
\`\`\`

The end.`;

function stream(markdown: string, size: number): { finished: AnswerBlock[]; rest: AnswerBlock } {
  let rest: AnswerBlock = { markdown: "", tight: false };
  const finished: AnswerBlock[] = [];
  for (let at = 0; at < markdown.length; at += size) {
    const taken = takeFinishedBlocks({ ...rest, markdown: rest.markdown + markdown.slice(at, at + size) });
    finished.push(...taken.finished);
    rest = taken.rest;
  }
  return { finished, rest };
}

describe("a growing answer", () => {
  test("keeps back the paragraph that is being written", () => {
    const { finished, rest } = stream("First.\n\nSecond, not yet d", 5);
    expect(finished).toEqual([{ markdown: "First.", tight: false }]);
    expect(rest.markdown).toBe("Second, not yet d");
  });

  test("hands on list items one by one, close together", () => {
    const { finished, rest } = stream("- one\n- two\n- thr", 3);
    expect(finished.map(({ markdown, tight }) => [markdown.trim(), tight])).toEqual([
      ["- one", false],
      ["- two", true],
    ]);
    expect(rest).toEqual({ markdown: "- thr", tight: true });
  });

  test.each([1, 7, 1000])("shown in pieces of %i it reads as it does in one", (size) => {
    const look = { width: 60, colour: false, ascii: false };
    const { finished, rest } = stream(ANSWER, size);
    const lines = [...finished, rest].flatMap(({ markdown, tight }) => [...(tight ? [] : [""]), ...markdownLines(markdown, look).map(textOf)]);
    expect(lines.slice(1)).toEqual(markdownLines(ANSWER, look).map(textOf));
  });
});
