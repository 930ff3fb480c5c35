/**
 * Where an event belongs that tells `seqFrom` to `seq`, after the event `last`. `broken`: something is missing before it, or it tells
 * words again together with new ones, of which nobody can say where they begin.
 */
export function placeOf({ seqFrom, seq }: { seqFrom: number; seq: number }, last: number): "next" | "seen" | "broken" {
  if (seq <= last) return "seen";
  return seqFrom === last + 1 ? "next" : "broken";
}
