import type { Refused, Slot } from "./limiter.ts";

/** Where slots are counted over all processes. */
export interface SharedSlots {
  /** `mine` names who holds the user's slots in this process; `alone` decides where the shared count cannot be had. */
  take(userId: string, holder: string, mine: readonly string[], alone: () => Refused | null): Promise<Refused | null>;
  release(userId: string, holder: string): Promise<void>;
}

export interface HeldSlots {
  userId: string;
  holders: string[];
}

export interface UserSlots {
  take(userId: string, holder: string): Promise<Slot | Refused>;
  /** What this process holds, read while it is walked. */
  held(): Iterable<HeldSlots>;
}

interface Holding {
  uses: number;
  granted: boolean;
  decided: Promise<Refused | null>;
}

/** When a slot gets free is not known: it is worth another try by then. */
const TRY_AGAIN_MS = 1_000;

/** The slots of each user in this process, counted here alone or together with others. */
export function userSlots(limit: number, shared?: SharedSlots): UserSlots {
  const users = new Map<string, Map<string, Holding>>();

  function granted(userId: string): string[] {
    return [...(users.get(userId) ?? [])].filter(([, holding]) => holding.granted).map(([holder]) => holder);
  }

  async function decide(userId: string, holder: string, holding: Holding): Promise<Refused | null> {
    // Looks and takes in one go, so that of many at once only as many get in as may.
    const alone = () => {
      holding.granted = granted(userId).length < limit;
      return holding.granted ? null : { retryAfterMs: TRY_AGAIN_MS };
    };
    const refused = shared === undefined ? alone() : await shared.take(userId, holder, granted(userId), alone);
    holding.granted = refused === null;
    if (refused !== null) forget(userId, holder);
    return refused;
  }

  function begin(userId: string, holder: string): Holding {
    const holding: Holding = { uses: 0, granted: false, decided: Promise.resolve(null) };
    users.set(userId, (users.get(userId) ?? new Map<string, Holding>()).set(holder, holding));
    holding.decided = decide(userId, holder, holding);
    return holding;
  }

  function forget(userId: string, holder: string): void {
    const holdings = users.get(userId);
    holdings?.delete(holder);
    if (holdings?.size === 0) users.delete(userId);
  }

  return {
    async take(userId, holder) {
      const holding = users.get(userId)?.get(holder) ?? begin(userId, holder);
      holding.uses += 1;
      const refused = await holding.decided;
      if (refused !== null) return refused;
      let open = true;
      return {
        async [Symbol.asyncDispose]() {
          if (!open) return;
          open = false;
          holding.uses -= 1;
          if (holding.uses > 0) return;
          forget(userId, holder);
          await shared?.release(userId, holder);
        },
      };
    },
    *held() {
      for (const userId of users.keys()) {
        const holders = granted(userId);
        if (holders.length > 0) yield { userId, holders };
      }
    },
  };
}
