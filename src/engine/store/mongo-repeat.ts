import { isBrokenSocket, isLostReply } from "./mongo-failure.ts";

/** The driver meets every connection that an outage has left dead one by one, and drops it. */
const MOST_DEAD = 10;

/**
 * Works again where a command could not be sent, as it was not carried out; and once where its reply was lost, if `lost` says that the
 * work may be done twice, as only replica sets do by themselves.
 */
export async function repeatedly<T>(work: (repeated: boolean) => Promise<T>, lost: "may be done twice" | "fails"): Promise<T> {
  for (let times = 0; ; times += 1) {
    try {
      return await work(times > 0);
    } catch (error) {
      const again = isBrokenSocket(error) ? times < MOST_DEAD : lost === "may be done twice" && times === 0 && isLostReply(error);
      if (!again) throw error;
    }
  }
}
