import { BlockList, isIPv6 } from "node:net";

export interface CrowdLimits {
  total: number;
  perAddress: number;
  /** Counts no address of this machine and of private networks by itself: a proxy there is one address for everybody. */
  exceptNear?: boolean;
}

/** Counts who is inside, in all and from each address. */
export interface Crowd {
  hasRoom(address: string): boolean;
  /** Returns how to leave, which may be done more than once. */
  enter(address: string): () => void;
  readonly size: number;
}

export function crowd({ total, perAddress, exceptNear = false }: CrowdLimits): Crowd {
  const inside = new Map<string, number>();
  let size = 0;
  const of = (address: string) => inside.get(address) ?? 0;
  return {
    hasRoom: (address) => size < total && (of(address) < perAddress || (exceptNear && isNear(address))),
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

const near = new BlockList();
near.addSubnet("127.0.0.0", 8);
near.addSubnet("10.0.0.0", 8);
near.addSubnet("172.16.0.0", 12);
near.addSubnet("192.168.0.0", 16);
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");

function isNear(address: string): boolean {
  return near.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}
