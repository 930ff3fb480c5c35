import { expect, test } from "vitest";
import { describeFilters } from "./describe.ts";
import { Filters } from "./filters.ts";

test("one short phrase for each filter", () => {
  const filters: Filters = {
    skills: ["React", "Docker"],
    exclude_skills: ["PHP"],
    places: [{ country: "DE" }, { city: "Vienna", country: "AT" }, { city: "Leeds", country: "GB", lat: 53.8, lon: -1.5, radius_km: 50 }],
    exclude_places: [{ city: "Berlin", country: "DE" }],
    remote: ["hybrid", "remote"],
    salary: { amount: 70_000, currency: "EUR", period: "year" },
    seniority: ["senior", "lead"],
    exclude_seniority: ["intern"],
    min_years: 1,
    max_years: 5,
    employment_types: ["full_time"],
    exclude_employment_types: ["contract", "temporary"],
    max_age_days: 7,
    employer_kind: "direct",
    companies: ["Lumen Ledger"],
    exclude_companies: ["Acme"],
    languages: ["German", "English"],
    visa_sponsorship: true,
    willing_to_relocate: true,
  };
  expect(Object.keys(filters).toSorted()).toEqual(Object.keys(Filters.shape).toSorted());
  expect(describeFilters(filters)).toEqual([
    "with React and Docker",
    "without PHP",
    "in Germany or Vienna or within 50 km of Leeds",
    "not in Berlin",
    "hybrid or remote",
    "at least 70,000 EUR a year",
    "senior or lead level",
    "not intern level",
    "1 year of experience or more",
    "5 years of experience at most",
    "full-time",
    "not contract or temporary",
    "from the last 7 days",
    "direct employers only",
    "at Lumen Ledger",
    "not at Acme",
    "German and English spoken",
    "visa sponsored",
    "willing to relocate",
  ]);
});

test("for an employer a salary is what candidates ask at most", () => {
  expect(describeFilters({ salary: { amount: 45, currency: "GBP", period: "hour" } }, "employer")).toEqual(["asking 45 GBP an hour at most"]);
});

test("a continent is not spelt out", () => {
  const places = ["DE", "FR", "IT", "ES", "PT", "NL", "BE", "AT", "PL"].map((country) => ({ country }));
  expect(describeFilters({ places })).toEqual(["in 9 countries or regions"]);
});

test("no filters, no phrases", () => {
  expect(describeFilters({})).toEqual([]);
});
