import fc from "fast-check";
import { expect, test } from "vitest";
import { type Box, type Circle, boxAround, boxWithin } from "./box.ts";
import { type Coordinates, distanceKm } from "./distance.ts";

const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const circle = fc.record({
  lat: fc.oneof(degrees(90), fc.constantFrom(-90, 0, 89.9, 90)),
  lon: fc.oneof(degrees(180), fc.constantFrom(-180, 180)),
  km: fc.oneof(fc.double({ min: 0, max: 21_000, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true })),
});
/** How far towards the edges of a box; beyond 1 is outside. */
const reach = (most: number) => fc.oneof(fc.double({ min: -most, max: most, noNaN: true }), fc.constantFrom(-1, 1));

function at({ lat, lon }: Circle, box: Box, up: number, right: number): Coordinates {
  const turned = lon + right * box.lon;
  return { lat: Math.max(-90, Math.min(90, lat + up * box.lat)), lon: turned > 180 ? turned - 360 : turned < -180 ? turned + 360 : turned };
}

test("every point of the box within a circle is in the circle", () => {
  fc.assert(
    fc.property(circle, reach(1), reach(1), (given, up, right) => {
      const box = boxWithin(given);
      fc.pre(box !== null);
      expect(distanceKm(given, at(given, box, up, right))).toBeLessThanOrEqual(given.km);
    }),
    { numRuns: 5_000 },
  );
});

test("no point beside the box around a circle is in the circle", () => {
  fc.assert(
    fc.property(circle, reach(1.5), reach(1.5), (given, up, right) => {
      const box = boxAround(given);
      const place = at(given, box, up, right);
      const apart = Math.abs(place.lon - given.lon);
      fc.pre(Math.abs(place.lat - given.lat) > box.lat || Math.min(apart, 360 - apart) > box.lon);
      expect(distanceKm(given, place)).toBeGreaterThan(given.km);
    }),
    { numRuns: 5_000 },
  );
});

test("the box within a commute holds half of the box around it", () => {
  const berlin = { lat: 52.52, lon: 13.405, km: 60 };
  const [within, around] = [boxWithin(berlin)!, boxAround(berlin)];
  expect((within.lat * within.lon) / (around.lat * around.lon)).toBeCloseTo(0.5, 1);
});

test("a circle without a width holds no box", () => {
  expect(boxWithin({ lat: 0, lon: 0, km: 0 })).toBeNull();
});
