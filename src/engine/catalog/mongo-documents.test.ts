import { Decimal128, Int32, Long, ObjectId, UUID } from "mongodb";
import { expect, test } from "vitest";
import { idOf, job, resume } from "../testing/records.ts";
import { portalDocument, portalUpdate, readDocument } from "./mongo-documents.ts";

const ID = new ObjectId(idOf("Welder"));
const WRITTEN = { _id: ID, employer_id: new ObjectId(idOf("employer")), title: "Welder", company: "Acme", description: "", status: "open" };

test("a record comes back from the portal's types as it went in", () => {
  const given = job("Welder", {
    ...{
      posted_at: "2026-02-01T07:00:00.000Z",
      expires_at: "2026-05-01T07:00:00.000Z",
      seed_source: "fixtures",
      location: { city: "Berlin", lat: 52.5, lon: 13.4 },
    },
    skills: [{ name: "MIG", required: false }],
  });
  expect(readDocument("jobs", portalDocument(given))).toEqual({ record: given });
  const person = resume("Nurse", { updated_at: "2026-02-01T07:00:00.000Z", experience: [{ title: "Nurse", start: "2019-04" }], contact: { name: "Ada" } });
  expect(readDocument("resumes", portalDocument(person))).toEqual({ record: person });
});

test("numbers of every width are read", () => {
  const salary = { min: new Int32(40_000), max: Decimal128.fromString("52000.5"), currency: "EUR", period: "year" };
  expect(readDocument("jobs", { ...WRITTEN, salary, min_years: Long.fromNumber(3) })).toMatchObject({
    record: { salary: { min: 40_000, max: 52_000.5 }, min_years: 3 },
  });
});

test.each([
  ["a missing title", { title: undefined }, "title"],
  ["an unknown status", { status: "draft" }, "status"],
  ["a salary in no currency", { salary: { min: 1, period: "year" } }, "salary.currency"],
  ["a date that is none", { posted_at: "yesterday" }, "posted_at"],
])("%s is told by the field, never by its value", (_, change, field) => {
  expect(readDocument("jobs", { ...WRITTEN, ...change })).toEqual({ unreadable: ID.toHexString(), field });
});

test.each([ID.toHexString(), new UUID("0f8f3c5e-6f0a-4c1e-9d55-3b1f6a2c7d10"), 7])("a document whose id is no ObjectId cannot be taken over: %s", (_id) => {
  expect(readDocument("jobs", { ...WRITTEN, _id })).toMatchObject({ field: "_id" });
});

test("an update names what a record states, removes what it does not, and touches nothing else", () => {
  const { $set, $unset } = portalUpdate("jobs", portalDocument(job("Welder", { min_years: 3 })));
  expect(Object.keys($set).toSorted()).toEqual(["company", "description", "employer_id", "min_years", "skills", "status", "title", "version"]);
  expect($unset).toMatchObject({ salary: "", posted_at: "", seed_source: "" });
  expect(Object.keys({ ...$set, ...$unset })).not.toContain("_id");
});
