import { tokensOf } from "./markdown.ts";

/** A piece of an answer that no further word can change. `tight`: it goes on right below the piece before it, as list items do. */
export interface AnswerBlock {
  markdown: string;
  tight: boolean;
}

/**
 * Parts a growing answer into the blocks that are complete and the one still being written. A paragraph, a heading, a table or a
 * list item is complete when another block has begun after it.
 */
export function takeFinishedBlocks(rest: AnswerBlock): { finished: AnswerBlock[]; rest: AnswerBlock } {
  const tokens = tokensOf(rest.markdown);
  while (tokens.at(-1)?.type === "space") tokens.pop();
  const open = tokens.pop();
  const finished: AnswerBlock[] = [];
  let tight = rest.tight;
  for (const token of tokens) {
    if (token.type === "space") continue;
    finished.push({ markdown: token.raw, tight });
    tight = false;
  }
  if (!open) return { finished, rest };
  let used = tokens.reduce((sum, { raw }) => sum + raw.length, 0);
  if (open.type === "list") {
    for (const item of open.items.slice(0, -1)) {
      finished.push({ markdown: item.raw, tight });
      used += item.raw.length;
      tight = true;
    }
  }
  return { finished, rest: { markdown: rest.markdown.slice(used), tight } };
}
