import { beforeEach, describe, expect, test, vi } from "vitest";
import { RolecallError } from "../errors.ts";
import { recordedLog } from "../testing/recorded-log.ts";
import { POLICIES } from "./dependency.ts";
import { type Guard, createGuard } from "./guard.ts";
import { guarded } from "./guarded.ts";

interface Shelf extends AsyncDisposable {
  readonly size: number;
  put(name: string, weight: number): Promise<string>;
  slowly(): Promise<string>;
  all(batch: number): AsyncIterable<string>;
}

const down = new RolecallError("storage_unavailable", "The shelf is gone.");
let guard: Guard;
beforeEach(() => {
  guard = createGuard("mongodb", { ...POLICIES.mongodb, timeoutMs: 50 }, recordedLog());
});

function shelf(given: Partial<Shelf> = {}): Shelf {
  return {
    size: 3,
    put: async (name, weight) => `${name} ${weight}`,
    slowly: () => new Promise((resolve) => setTimeout(() => resolve("at last"), 100)),
    async *all(batch) {
      for (let index = 0; index < batch; index += 1) yield String(index);
    },
    async [Symbol.asyncDispose]() {},
    ...given,
  };
}

const wrapped = (given: Partial<Shelf> = {}, within = {}) => guarded(shelf(given), guard, { streams: { all: true }, within });
const breakDown = async () => {
  for (let call = 0; call < 3; call += 1)
    await wrapped({ put: () => Promise.reject(down) })
      .put("x", 1)
      .catch(() => {});
};
async function stepsOf(stream: AsyncIterable<string>): Promise<string[]> {
  const steps: string[] = [];
  for await (const step of stream) steps.push(step);
  return steps;
}

test("answers, arguments and properties are the port's own", async () => {
  const port = wrapped();
  expect(await port.put("nurse", 2)).toBe("nurse 2");
  expect(port.size).toBe(3);
  expect(await stepsOf(port.all(3))).toEqual(["0", "1", "2"]);
  expect(Object.keys(port)).toEqual(["size", "put", "slowly", "all"]);
});

test("can itself be wrapped, as any other object", async () => {
  const wrappedAgain = new Proxy(wrapped(), { get: (target, name) => (name === "put" ? async () => "other" : Reflect.get(target, name)) });
  expect(await wrappedAgain.put("x", 1)).toBe("other");
  expect({ ...wrapped(), size: 4 }).toMatchObject({ size: 4, put: expect.any(Function) });
});

test("closing is passed through, and works while the dependency is down", async () => {
  const dispose = vi.fn<() => Promise<void>>(async () => {});
  await breakDown();
  {
    await using _ = wrapped({ [Symbol.asyncDispose]: dispose });
  }
  expect(dispose).toHaveBeenCalledOnce();
});

test("a method may have a time limit of its own, or none", async () => {
  await expect(wrapped().slowly()).rejects.toMatchObject({ facts: { reason: "timeout" } });
  expect(await wrapped({}, { slowly: 1_000 }).slowly()).toBe("at last");
  expect(await wrapped({}, { slowly: null }).slowly()).toBe("at last");
});

test("methods share what is known of their dependency", async () => {
  await breakDown();
  const put = vi.fn<Shelf["put"]>();
  await expect(wrapped({ put }).put("x", 1)).rejects.toMatchObject({ facts: { reason: "left-alone" } });
  await expect(stepsOf(wrapped().all(1))).rejects.toMatchObject({ facts: { reason: "left-alone" } });
  expect(put).not.toHaveBeenCalled();
});

test("a method that throws before it promises anything fails like any other", async () => {
  const put = () => {
    throw down;
  };
  await expect(wrapped({ put }).put("x", 1)).rejects.toBe(down);
});

describe("a stream", () => {
  test("that stalls is given up at the step that stalls, and closed", async () => {
    const closed = Promise.withResolvers<void>();
    const all = (): AsyncIterable<string> => ({
      [Symbol.asyncIterator]: () => {
        const steps = [Promise.resolve({ value: "0", done: false }), new Promise<never>(() => {})];
        return {
          next: () => steps.shift()!,
          return: () => {
            closed.resolve();
            return new Promise<never>(() => {});
          },
        };
      },
    });
    const seen: string[] = [];
    const reading = async () => {
      for await (const step of wrapped({ all }).all(1)) seen.push(step);
    };
    await expect(reading()).rejects.toMatchObject({ facts: { reason: "timeout" } });
    expect(seen).toEqual(["0"]);
    await closed.promise;
  });

  test("may take its time between steps where its reader does", async () => {
    const stream = wrapped().all(3)[Symbol.asyncIterator]();
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await stream.next()).toEqual({ value: "1", done: false });
  });

  test("that its reader leaves is closed", async () => {
    let isClosed = false;
    async function* all() {
      try {
        for (;;) yield "again";
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of wrapped({ all }).all(1)) break;
    await vi.waitFor(() => expect(isClosed).toBe(true));
  });
});
