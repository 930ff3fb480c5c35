import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aJob, ask, skill } from "../testing/asks.ts";
import { NOW } from "../testing/records.ts";
import { PART_NAMES, type PartName } from "./match.ts";
import { combine, score } from "./score.ts";
import { WEIGHTS, type Weights } from "./weights.ts";

type Values = Record<PartName, number | null>;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const valuesOf = fc.record<Values>(
  Object.fromEntries(PART_NAMES.map((name) => [name, fc.option(share, { nil: null })])) as Record<PartName, fc.Arbitrary<number | null>>,
);
const weightsOf = fc.record<Weights>(
  Object.fromEntries(PART_NAMES.map((name) => [name, fc.double({ min: 0.001, max: 1, noNaN: true })])) as Record<PartName, fc.Arbitrary<number>>,
);
const partName = fc.constantFrom(...PART_NAMES);
const NOTHING = Object.fromEntries(PART_NAMES.map((name) => [name, null])) as Values;

describe("whatever the parts and their weights", () => {
  test("the contributions add up to the score, which lies in [0,1]", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, (values, weights) => {
        const { score: total, parts } = combine(values, weights);
        const sum = parts.reduce((added, { contribution }) => added + contribution, 0);
        expect(Math.abs((total ?? 0) - sum)).toBeLessThanOrEqual(1e-9);
        expect(total ?? 0).toBeGreaterThanOrEqual(0);
        expect(total ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("the score is null exactly where nothing is known", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, (values, weights) => {
        expect(combine(values, weights).score === null).toBe(PART_NAMES.every((name) => values[name] === null));
      }),
    );
  });

  test("a part without a value neither helps nor hurts: its weight could be anything", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, partName, fc.double({ min: 0, max: 10, noNaN: true }), (values, weights, name, weight) => {
        const unknown = { ...values, [name]: null };
        expect(combine(unknown, { ...weights, [name]: weight }).score).toBe(combine(unknown, weights).score);
      }),
    );
  });

  test("the order in which parts are given changes nothing", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, fc.shuffledSubarray([...PART_NAMES], { minLength: PART_NAMES.length }), (values, weights, order) => {
        const shuffled = Object.fromEntries(order.map((name) => [name, values[name]])) as Values;
        expect(combine(shuffled, weights)).toEqual(combine(values, weights));
      }),
    );
  });

  test("a better part never lowers the score", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, partName, share, share, (values, weights, name, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(combine({ ...values, [name]: high }, weights).score!).toBeGreaterThanOrEqual(combine({ ...values, [name]: low }, weights).score! - 1e-12);
      }),
    );
  });

  test("the score lies between the lowest and the highest part", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, (values, weights) => {
        const known = PART_NAMES.map((name) => values[name]).filter((value) => value !== null);
        fc.pre(known.length > 0);
        const { score: total } = combine(values, weights);
        expect(total!).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
        expect(total!).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
      }),
    );
  });

  test("the coverage is the share of the weights that something is known for", () => {
    fc.assert(
      fc.property(valuesOf, weightsOf, (values, weights) => {
        const sum = (names: readonly PartName[]) => names.reduce((added, name) => added + weights[name], 0);
        expect(combine(values, weights).coverage).toBeCloseTo(sum(PART_NAMES.filter((name) => values[name] !== null)) / sum(PART_NAMES), 9);
      }),
    );
  });
});

test("the weights of each direction add up to 1", () => {
  for (const weights of Object.values(WEIGHTS)) expect(PART_NAMES.reduce((sum, name) => sum + weights[name], 0)).toBeCloseTo(1, 9);
});

describe("the band", () => {
  const band = (values: Partial<Values>) => combine({ ...NOTHING, ...values }, WEIGHTS.jobs).band;

  test("is strong only with a high score on enough evidence", () => {
    expect(band({ relevance: 0.8, skills: 0.8 })).toBe("strong");
    expect(band({ skills: 1 })).toBe("good");
  });

  test("is partial where little fits, or nothing is known", () => {
    expect(band({ relevance: 0.3, skills: 0.2 })).toBe("partial");
    expect(band({})).toBe("partial");
  });
});

describe("scoring a record", () => {
  const given = { relevance: 0.5, weigh: () => 1, weights: WEIGHTS.jobs, now: NOW };
  const asked = ask({ titles: ["Welder"], skills: [skill("Welding"), skill("React")], seniority: "mid", places: [{ country: "DE" }], salary: 50_000 });
  const job = aJob({ titles: ["Welder"], skills: [skill("Welding")], seniority: "mid", place: { country: "DE" }, salary: 50_000, dated: NOW.getTime() });

  test("a job that fits in every way gets full marks in every part but relevance", () => {
    const { parts, coverage, score: total } = score(asked, job, given);
    expect(parts.map(({ name, value }) => [name, value])).toEqual(PART_NAMES.map((name) => [name, name === "relevance" ? 0.5 : 1]));
    expect(coverage).toBeCloseTo(1, 9);
    expect(total).toBeCloseTo(0.8, 9);
  });

  test("nothing but the ask, the record and the clock decides", () => {
    expect(score(asked, job, given)).toEqual(score(structuredClone(asked), structuredClone(job), given));
  });

  test("a job that states nothing is judged by its words alone", () => {
    const silent = score(asked, aJob(), given);
    expect(silent).toMatchObject({ score: 0.5, coverage: 0.4, matched: [], missing: [] });
  });
});
