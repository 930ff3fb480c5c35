import { SEEKER } from "../../../engine/testing/seeded-store.ts";
import { tokenFor } from "../../testing/replica.ts";
import type { WordModel } from "../../testing/word-model.ts";
import { dies } from "./death.ts";
import { type Figures, figures } from "./figures.ts";
import { fleet } from "./fleet.ts";
import { MOMENTS } from "./moments.ts";

export const SOAK = process.env.ROLECALL_SOAK === "1";

export interface Deaths {
  environment: Record<string, string>;
  model: WordModel;
  kills: number;
  /** Whether another replica runs when one dies, or the same is started again. */
  replicas: "two" | "one";
}

/** Kills one replica after the other, each in another moment of a run. */
export async function deaths({ environment, model, kills, replicas }: Deaths): Promise<Figures> {
  await using all = await fleet({ ...model.environment, ...environment });
  const token = await tokenFor(SEEKER);
  const told = figures();
  let [victim, survivor] = await Promise.all([all.start(), replicas === "two" ? all.start() : undefined]);
  for (let kill = 0; kill < kills; kill += 1) {
    const moment = MOMENTS[kill % MOMENTS.length]!;
    const death = dies({ all, model, token, moment, victim, survivor, figures: told });
    [victim, survivor] = await Promise.all([death, survivor && all.start()]);
  }
  return told;
}
