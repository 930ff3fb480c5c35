/** The connection was lost when the answer had `offset` characters; event `seq` was the first to come after that. */
export interface ResumeMark {
  offset: number;
  seq: number;
}

/** Stands for a mark in the text. Unicode says that no text has it. */
export const MARK = "\u{fdd0}";
/** A space between words: what stands around it means the same with a mark in between. */
const GAP = /(?<=\p{L}{2}[.,;:!?]?) /gu;

/** The text with a sign for each mark, at the first gap between words from there on; `rest` are those that have none yet. */
export function withMarks(text: string, marks: readonly ResumeMark[]): { text: string; placed: ResumeMark[]; rest: ResumeMark[] } {
  const clean = text.replaceAll(MARK, "\u{fffd}");
  const placed: ResumeMark[] = [];
  const rest: ResumeMark[] = [];
  let out = "";
  let from = 0;
  for (const mark of marks) {
    GAP.lastIndex = Math.max(mark.offset, from);
    const gap = GAP.exec(clean);
    if (gap === null) {
      rest.push(mark);
      continue;
    }
    placed.push(mark);
    out += clean.slice(from, gap.index + 1) + MARK;
    from = gap.index + 1;
  }
  return { text: out + clean.slice(from), placed, rest };
}
