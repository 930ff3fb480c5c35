import type { MongoCollection } from "../store/mongo-schema.ts";
import type { MongoStore } from "../store/mongo.ts";

const COMMANDS = new Set<string | symbol>(["findOne", "insertOne", "updateOne", "deleteOne", "deleteMany", "toArray"]);
const CURSORS = new Set<string | symbol>(["find", "sort", "limit"]);

/** Sees every command to the server, counted from 0, and decides what becomes of it. */
export type Interruption = (send: () => Promise<unknown>, position: number) => Promise<unknown>;

/** The same store, seen by somebody to whom things happen. */
export function interruptedMongo(store: MongoStore, interrupt: Interruption): MongoStore {
  let position = 0;
  const interrupted = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = () => Reflect.apply(value, target, args) as unknown;
          if (COMMANDS.has(name)) return interrupt(async () => call(), position++);
          return CURSORS.has(name) ? interrupted(call() as object) : call();
        };
      },
    });
  return { ...store, collection: (name: MongoCollection) => interrupted(store.collection(name)) };
}
