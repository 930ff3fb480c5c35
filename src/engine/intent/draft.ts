/** Offsets into the text; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/**
 * The text while it is being read. Every reader claims what it understood, so no word is read twice
 * and what nobody claimed becomes the query.
 */
export interface Draft {
  readonly text: string;
  /** Same length as `text`, so offsets hold in both. */
  readonly lower: string;
  /** Read: neither other readers nor the query see it again. */
  take(span: Span): void;
  /** A topic: other readers leave it alone, the query keeps it. */
  keep(span: Span): void;
  /** Nobody claimed any part of it. */
  isOpen(span: Span): boolean;
  /** Nobody took any part of it. */
  isLeft(span: Span): boolean;
  /** Matches of a global pattern of which no part is claimed, in the lower-case text or another form of it of the same length. */
  find(pattern: RegExp, form?: string): Generator<RegExpExecArray & Span>;
}

const [KEPT, TAKEN] = [1, 2];

export function draftOf(text: string): Draft {
  const lower = text.toLowerCase();
  const marks = new Uint8Array(text.length);
  const most = ({ start, end }: Span): number => {
    let mark = 0;
    for (let at = start; at < end; at++) if (marks[at]! > mark) mark = marks[at]!;
    return mark;
  };
  return {
    text,
    lower,
    take: ({ start, end }) => void marks.fill(TAKEN, start, end),
    keep({ start, end }) {
      for (let at = start; at < end; at++) if (marks[at]! < KEPT) marks[at] = KEPT;
    },
    isOpen: (span) => most(span) === 0,
    isLeft: (span) => most(span) < TAKEN,
    *find(pattern, form = lower) {
      for (const match of form.matchAll(pattern)) {
        const span = { start: match.index, end: match.index + match[0].length };
        if (most(span) === 0) yield Object.assign(match, span);
      }
    },
  };
}
