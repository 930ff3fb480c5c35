export interface CrowdLimits {
  total: number;
  perAddress: number;
}

/** Counts who is inside, in all and from each address. */
export interface Crowd {
  hasRoom(address: string): boolean;
  /** Returns how to leave, which may be done more than once. */
  enter(address: string): () => void;
  readonly size: number;
}

export function crowd({ total, perAddress }: CrowdLimits): Crowd {
  const inside = new Map<string, number>();
  let size = 0;
  const of = (address: string) => inside.get(address) ?? 0;
  return {
    hasRoom: (address) => size < total && of(address) < perAddress,
    enter(address) {
      size += 1;
      inside.set(address, of(address) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        size -= 1;
        if (of(address) === 1) inside.delete(address);
        else inside.set(address, of(address) - 1);
      };
    },
    get size() {
      return size;
    },
  };
}
