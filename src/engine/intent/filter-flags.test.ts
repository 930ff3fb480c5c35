import { describe, expect, test } from "vitest";
import { parseFilterFlags } from "./filter-flags.ts";

describe("--filter key=value", () => {
  test.each([
    ["country=Germany", { places: [{ country: "DE" }] }],
    ["country=DE,Austria", { places: [{ country: "DE" }, { country: "AT" }] }],
    ["exclude_country=GB", { exclude_places: [{ country: "GB" }] }],
    ["remote=remote,hybrid", { remote: ["remote", "hybrid"] }],
    ["skills=React, k8s", { skills: ["React", "Kubernetes"] }],
    ["skills=Zuora", { skills: ["Zuora"] }],
    ["salary=70000 EUR year", { salary: { amount: 70_000, currency: "EUR", period: "year" } }],
    ["salary=45 gbp/hour", { salary: { amount: 45, currency: "GBP", period: "hour" } }],
    ["salary=70k EUR a year", { salary: { amount: 70_000, currency: "EUR", period: "year" } }],
    ["seniority=senior", { seniority: ["senior"] }],
    ["exclude-seniority=junior,mid", { exclude_seniority: ["junior", "mid"] }],
    ["min_years=3", { min_years: 3 }],
    ["employment_types=full-time,contract", { employment_types: ["full_time", "contract"] }],
    ["max_age_days=7", { max_age_days: 7 }],
    ["employer_kind=direct", { employer_kind: "direct" }],
    ["companies=Lumen Ledger", { companies: ["Lumen Ledger"] }],
    ["languages=German,French", { languages: ["German", "French"] }],
    ["visa_sponsorship=true", { visa_sponsorship: true }],
  ])("%s", (pair, filters) => expect(parseFilterFlags([pair])).toEqual(filters));

  test("cities come with their coordinates", () => {
    expect(parseFilterFlags(["city=Berlin"]).places).toMatchObject([{ city: "Berlin", country: "DE", lat: expect.any(Number) }]);
  });

  test("near means 50 km unless a distance is given", () => {
    expect(parseFilterFlags(["near=Manchester"]).places).toMatchObject([{ city: "Manchester", radius_km: 50 }]);
    expect(parseFilterFlags(["near=Manchester 10 miles"]).places).toMatchObject([{ city: "Manchester", radius_km: 16.1 }]);
  });

  test("several flags hold together, and one key given twice adds up", () => {
    expect(parseFilterFlags(["country=Germany", "skills=React", "skills=Docker"])).toEqual({ places: [{ country: "DE" }], skills: ["React", "Docker"] });
  });

  test.each([
    ["colour=red", 'There is no filter "colour".'],
    ["remote", 'The filter remote does not take ""; it takes onsite|hybrid|remote[,…].'],
    ["remote=sometimes", 'The filter remote does not take "sometimes"; it takes onsite|hybrid|remote[,…].'],
    ["salary=a lot", 'The filter salary does not take "a lot"; it takes 70000 EUR year (amount, currency, year|month|day|hour).'],
    ["country=Atlantis", 'The filter country does not take "Atlantis"; it takes Germany or DE, several with commas.'],
    ["max_age_days=0", 'The filter max_age_days does not take "0"; it takes 7.'],
    ["employer_kind=direct,agency", 'The filter employer_kind does not take "direct,agency"; it takes direct|agency.'],
  ])("%s is a usage error that names what is allowed", (pair, message) => {
    expect(() => parseFilterFlags([pair])).toThrow(expect.objectContaining({ code: "usage", message, hint: expect.any(String) }));
  });

  test("the hint of an unknown filter lists the known ones", () => {
    expect(() => parseFilterFlags(["toString=1"])).toThrow(expect.objectContaining({ hint: expect.stringContaining("country, city, near") }));
  });
});
