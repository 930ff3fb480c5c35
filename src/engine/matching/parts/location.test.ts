import { describe, expect, test } from "vitest";
import type { Place } from "../../intent/filters.ts";
import { aCandidate, aJob, ask } from "../../testing/asks.ts";
import type { Subject } from "../subject.ts";
import { locationPart } from "./location.ts";

const BERLIN = { city: "Berlin", region: "Berlin", country: "DE", lat: 52.52, lon: 13.405 };
const POTSDAM = { city: "Potsdam", region: "Brandenburg", country: "DE", lat: 52.391, lon: 13.065 };
const LYON = { city: "Lyon", country: "FR", lat: 45.764, lon: 4.836 };

const between = (wanted: Place, place: Subject["place"]) => locationPart(ask({ places: [wanted] }), aJob({ place }));

describe("where the work is done on the spot", () => {
  test("the same city is worth 1, however its name is written", () => {
    expect(between(BERLIN, { city: "berlin", country: "DE" })).toBe(1);
    expect(between({ city: "Köln", country: "DE" }, { city: "Koln", country: "DE" })).toBe(1);
  });

  test("a neighbouring city is worth exp(−km/50)", () => {
    const value = between(BERLIN, POTSDAM)!;
    expect(-50 * Math.log(value)).toBeCloseTo(27.1, 0);
    expect(between(BERLIN, LYON)).toBeLessThan(1e-6);
  });

  test("a neighbour beyond the border counts by distance, other countries by nothing", () => {
    const strasbourg = { city: "Strasbourg", country: "FR", lat: 48.583, lon: 7.746 };
    const kehl = { city: "Kehl", country: "DE", lat: 48.573, lon: 7.815 };
    expect(between(strasbourg, kehl)).toBeGreaterThan(0.85);
    expect(between({ country: "FR" }, { country: "DE" })).toBe(0);
  });

  test("without coordinates the steps are city, region, country", () => {
    const wanted = { city: "Aville", region: "Hesse", country: "DE" };
    expect(between(wanted, { city: "Beville", region: "Hesse", country: "DE" })).toBe(0.6);
    expect(between(wanted, { city: "Beville", region: "Saxony", country: "DE" })).toBe(0.3);
    expect(between(wanted, { country: "DE" })).toBe(0.3);
  });

  test("a city of the same name in another region is another city", () => {
    const oregon = { city: "Portland", region: "Oregon", country: "US", lat: 45.515, lon: -122.678 };
    const maine = { city: "Portland", region: "Maine", country: "US", lat: 43.661, lon: -70.255 };
    expect(between(oregon, maine)).toBeLessThan(0.01);
  });

  test("a whole region or country holds every place inside", () => {
    expect(between({ region: "Brandenburg", country: "DE" }, POTSDAM)).toBe(1);
    expect(between({ country: "DE" }, POTSDAM)).toBe(1);
    expect(between({ region: "Bavaria", country: "DE" }, POTSDAM)).toBe(0.3);
  });

  test("an area with a radius holds every place within it", () => {
    const bayArea = { region: "Bay Area", country: "US", lat: 37.6, lon: -122.2, radius_km: 75 };
    expect(between(bayArea, { city: "San Francisco", region: "California", country: "US", lat: 37.775, lon: -122.419 })).toBe(1);
    expect(between(bayArea, { city: "Los Angeles", region: "California", country: "US", lat: 34.052, lon: -118.244 })).toBeLessThan(0.01);
  });

  test("the nearest of several places counts", () => {
    expect(locationPart(ask({ places: [LYON, BERLIN] }), aJob({ place: BERLIN }))).toBe(1);
  });
});

describe("where the work can be done from afar", () => {
  test("a remote job is near everybody who would work remotely", () => {
    const remote = aJob({ workplace: "remote", place: LYON });
    expect(locationPart(ask({ places: [BERLIN] }), remote)).toBe(1);
    expect(locationPart(ask({ places: [BERLIN], workplaces: ["remote", "hybrid"] }), remote)).toBe(1);
    expect(locationPart(ask({ places: [BERLIN], workplaces: ["onsite"] }), remote)).toBeLessThan(1e-6);
  });

  test("a hybrid job is where it is", () => {
    expect(locationPart(ask({ places: [BERLIN], workplaces: ["remote"] }), aJob({ workplace: "hybrid", place: LYON }))).toBeLessThan(1e-6);
  });

  test("for remote work every candidate is near", () => {
    const asked = ask({ collection: "resumes", places: [BERLIN], workplaces: ["remote"] });
    expect(locationPart(asked, aCandidate({ place: LYON }))).toBe(1);
    expect(locationPart({ ...asked, workplaces: ["remote", "onsite"] }, aCandidate({ place: LYON }))).toBeLessThan(1e-6);
  });
});

test.each([
  ["no place is asked for", [], BERLIN],
  ["the record states none", [BERLIN], undefined],
  ["the country of one side is unknown", [{ country: "DE" }], { city: "Aville" }],
  ["two unknown towns have no country", [{ city: "Aville" }], { city: "Beville" }],
])("is unknown where %s", (_, places, place) => {
  expect(locationPart(ask({ places }), aJob({ place }))).toBeNull();
});
