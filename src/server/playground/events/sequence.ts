import type { WireEvent } from "../../client/index.ts";

export interface Counts {
  events: number;
  replayed: number;
  /** Numbers that never came. */
  gaps: number;
  /** Numbers that came again. */
  doubled: number;
}

/** Counts the events of one session, by their numbers alone: whatever the client does right or wrong shows here. */
export interface Sequence {
  readonly counts: Readonly<Counts>;
  see(event: WireEvent): void;
}

export function sequence(): Sequence {
  const counts: Counts = { events: 0, replayed: 0, gaps: 0, doubled: 0 };
  let last: number | null = null;

  return {
    counts,
    see(event) {
      counts.events += 1;
      // Stands for all events up to this one.
      if (event.type === "MESSAGES_SNAPSHOT") last = event.snapshotSeq;
      // Without a run that is told from its start, what follows is next.
      else if (event.type === "CUSTOM" && event.name === "context_restored") last ??= event.value.activeRunId === undefined ? event.value.lastSeq : null;
      if (!("seq" in event)) return;
      const { seq, replayed } = event;
      const first = (event.type === "TEXT_MESSAGE_CONTENT" ? event.seqFrom : undefined) ?? seq;
      const expected = (last ?? first - 1) + 1;
      counts.gaps += Math.max(0, first - expected);
      counts.doubled += Math.max(0, Math.min(seq + 1, expected) - first);
      if (replayed === true) counts.replayed += 1;
      last = Math.max(seq, expected - 1);
    },
  };
}
