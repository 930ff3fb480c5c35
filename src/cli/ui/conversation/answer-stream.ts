import { type AnswerBlock, takeFinishedBlocks } from "../text/answer-blocks.ts";
import { plainTextStream } from "../text/plain-text.ts";
import { NOTHING_UNFINISHED } from "./state.ts";

/**
 * Gathers the words of an answer and hands on, at most once every `frameMs`, the blocks that are complete and the one that still
 * grows. 0 hands on at every word.
 */
export function createAnswerStream(
  frameMs: number,
  show: (finished: AnswerBlock[], rest: AnswerBlock) => void,
): { add(text: string): void; end(): void; readonly isEmpty: boolean } {
  const visible = plainTextStream();
  let rest = NOTHING_UNFINISHED;
  let waiting = "";
  let isEmpty = true;
  let timer: NodeJS.Timeout | null = null;

  const frame = () => {
    timer = null;
    if (waiting === "") return;
    const grown = { ...rest, markdown: rest.markdown + waiting };
    waiting = "";
    const taken = takeFinishedBlocks(grown);
    rest = taken.rest;
    show(taken.finished, rest);
  };
  return {
    add(text) {
      const shown = visible(text);
      if (shown.trim() !== "") isEmpty = false;
      waiting += shown;
      if (frameMs === 0) frame();
      else timer ??= setTimeout(frame, frameMs);
    },
    end() {
      if (timer) clearTimeout(timer);
      frame();
      const last = rest.markdown.trim() === "" ? [] : [rest];
      rest = NOTHING_UNFINISHED;
      show(last, rest);
    },
    get isEmpty() {
      return isEmpty;
    },
  };
}
