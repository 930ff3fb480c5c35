import { expect, test } from "vitest";
import { aJob, ask, skill } from "../../testing/asks.ts";
import { titlePart } from "./title.ts";

const likeness = (sought: string, found: string) => titlePart(ask({ titles: [sought] }), aJob({ titles: [found] }))!;

test.each([
  ["Registered Nurse", "registered nurses"],
  ["Senior Frontend Developer", "Junior Frontend Developer"],
  ["Lead Welder (m/f/d)", "Welder"],
  ["Kubernetes Engineer", "Engineer, Kubernetes"],
])("%s and %s are the same title", (sought, found) => {
  expect(likeness(sought, found)).toBe(1);
});

test("shared words count, and more of them count more", () => {
  const [near, far, none] = [
    likeness("ICU staff nurse", "staff nurse"),
    likeness("ICU staff nurse", "nurse educator"),
    likeness("ICU staff nurse", "pipe welder"),
  ];
  expect(near).toBeGreaterThan(0.7);
  expect(far).toBeLessThan(near);
  expect(none).toBeLessThan(0.2);
});

test("is the same whichever side is asked", () => {
  expect(likeness("Data analyst", "Analyst for marketing data and reports")).toBeCloseTo(likeness("Analyst for marketing data and reports", "Data analyst"), 9);
});

test("the best pair of titles counts", () => {
  const part = titlePart(ask({ titles: ["Painter", "Welder"] }), aJob({ titles: ["Cook", "Welder"] }));
  expect(part).toBe(1);
});

test("stays within 0 and 1", () => {
  for (const title of ["Nurse", "Nurse nurse nurse", "Köchin", "日本語 エンジニア", "C++ / C# developer"]) {
    for (const other of ["Nurse", "エンジニア", "Go", "developer C++"]) {
      expect(likeness(title, other)).toBeGreaterThanOrEqual(0);
      expect(likeness(title, other)).toBeLessThanOrEqual(1);
    }
  }
});

test.each([
  ["nobody asks for one", [], ["Nurse"]],
  ["the record has none", ["Nurse"], []],
  ["nothing but rank is said", ["Senior"], ["Nurse"]],
  ["it holds no words", ["Nurse"], ["—"]],
])("is unknown where %s", (_, sought, found) => {
  expect(titlePart(ask({ titles: sought }), aJob({ titles: found }))).toBeNull();
});

test("a field of work that the message names is met by skills that belong to it, whatever the title says", () => {
  const asked = ask({ titles: ["warehouse jobs"], trades: [{ field: "warehouse operations", belonging: ["order picking", "forklift"] }] });
  const picker = aJob({ titles: ["Evening shift, Venlo"], skills: [skill("Order picking"), skill("Forklift")] });
  const developer = aJob({ titles: ["Web developer, spare parts"], skills: [skill("TypeScript")] });
  expect(titlePart(asked, picker)).toBeGreaterThanOrEqual(0.7);
  expect(titlePart(asked, developer)).toBeLessThan(0.3);
});

test("titles that share a stem and no word are further apart than those that share the word", () => {
  expect(likeness("accountant", "Financial Accountant")).toBeGreaterThan(likeness("accountant", "Senior Account Manager") + 0.2);
  expect(likeness("nurses", "Registered Nurse")).toBe(likeness("nurse", "Registered Nurse"));
});
