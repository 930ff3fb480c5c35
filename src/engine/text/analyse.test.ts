import { expect, test } from "vitest";
import { fold, skillTerm, stems, terms, words } from "./analyse.ts";

test("words lose case, diacritics and possessives", () => {
  expect(words("Köln's ICU-nurses, São Paulo")).toEqual(["koln", "icu", "nurses", "sao", "paulo"]);
});

test("programming languages keep their signs", () => {
  expect(words("C++ and C#")).toEqual(["c++", "and", "c#"]);
});

test("stems drop stop words and endings", () => {
  expect(stems("the nurses were managing wards")).toEqual(["nurs", "manag", "ward"]);
});

test("an alias and its canonical name share a term", () => {
  const term = skillTerm("Kubernetes");
  expect(terms("k8s on call")).toContain(term);
  expect(terms("Kubernetes platform")).toContain(term);
});

test("folding unifies letters that have no decomposition", () => {
  expect(fold("Łódź, Straße, Tromsø")).toBe("lodz, strasse, tromso");
});

test("words of different meaning keep different stems", () => {
  expect(stems("customs")).not.toEqual(stems("customers"));
  expect(stems("international")).not.toEqual(stems("interns"));
  expect(stems("accountants")).toEqual(stems("accounting"));
  expect(stems("accountant")).not.toEqual(stems("account"));
});
