import { describe, expect, test } from "vitest";
import { coordinatesOf, countryCode, countryName, currencyOf, distanceKm, findPlaces, foldName, placeOf } from "./places.ts";

/** The hits in short: "Berlin DE", "Texas US", "BE NL LU". */
const read = (text: string): string[] =>
  findPlaces(text).map(({ places }) => places.map(({ city, region, country }) => [city ?? region, country].filter(Boolean).join(" ")).join(", "));

describe("findPlaces finds", () => {
  test("a city with its region, country and coordinates", () => {
    expect(findPlaces("react jobs in Munich")).toEqual([
      { places: [{ city: "Munich", region: "Bavaria", country: "DE", lat: 48.137, lon: 11.575 }], start: 14, end: 20, text: "Munich" },
    ]);
  });

  test("cities however they are spelt", () => {
    expect(read("münchen, Muenchen, KÖLN, Krakow, Sao Paulo, bangalore, Wroclaw, Zürich")).toEqual([
      "Munich DE",
      "Munich DE",
      "Cologne DE",
      "Kraków PL",
      "São Paulo BR",
      "Bengaluru IN",
      "Wrocław PL",
      "Zurich CH",
    ]);
  });

  test("regions and countries", () => {
    expect(read("Scotland, bavaria, Tamil Nadu, California, the Netherlands, uae, Deutschland, south africa")).toEqual([
      "Scotland GB",
      "Bavaria DE",
      "Tamil Nadu IN",
      "California US",
      "NL",
      "AE",
      "DE",
      "ZA",
    ]);
  });

  test("groups of countries as several places", () => {
    expect(read("Benelux or DACH")).toEqual(["BE, NL, LU", "DE, AT, CH"]);
    expect(findPlaces("anywhere in the EU")[0]?.places).toHaveLength(27);
    expect(findPlaces("Europe")[0]?.places).toContainEqual({ country: "GB" });
    expect(findPlaces("the Gulf")[0]?.places).toContainEqual({ country: "AE" });
  });

  test("areas as a circle", () => {
    expect(findPlaces("Bay Area")[0]?.places[0]).toMatchObject({ region: "Bay Area", country: "US", radius_km: 75 });
    expect(findPlaces("Greater Manchester")[0]?.places[0]).toMatchObject({ country: "GB", radius_km: 22 });
  });

  test("a city state as a country with coordinates", () => {
    expect(findPlaces("Singapore")[0]?.places).toEqual([{ country: "SG", lat: 1.352, lon: 103.82 }]);
  });
});

describe("findPlaces tells namesakes apart by what follows", () => {
  test.each([
    ["Cambridge, MA", "Cambridge US"],
    ["Cambridge (UK)", "Cambridge GB"],
    ["London, Ontario", "London CA"],
    ["Paris, Texas", "Paris US"],
    ["Perth, Scotland", "Perth GB"],
    ["Newcastle, Australia", "Newcastle AU"],
    ["Atlanta, Georgia", "Atlanta US"],
    ["Tbilisi, Georgia", "Tbilisi GE"],
    ["Austin TX", "Austin US"],
    ["Munich, Bavaria, Germany", "Munich DE"],
    ["Leeds, West Yorkshire", "Leeds GB"],
    ["Manchester, NH", "Manchester US"],
    ["Dublin, California", "Dublin US"],
    ["Berlin, DE", "Berlin DE"],
    ["cork, ireland", "Cork IE"],
    ["Victoria, BC", "Victoria CA"],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test("names that stay open stand for both places", () => {
    expect(read("Georgia")).toEqual(["GE, Georgia US"]);
    expect(read("Washington")).toEqual(["Washington DC US, Washington US"]);
  });

  test("a list is not an address", () => {
    expect(read("London, Germany or France")).toEqual(["London GB", "DE", "FR"]);
    expect(read("Portland OR Seattle")).toEqual(["Portland US", "Seattle US"]);
  });

  test("New York is the city unless the state is named", () => {
    expect(read("New York")).toEqual(["New York US"]);
    expect(findPlaces("new york state")[0]?.places).toEqual([{ region: "New York", country: "US" }]);
  });
});

describe("findPlaces reads words that are also places with care:", () => {
  test.each([
    ["a nurse in Reading", ["Reading GB"]],
    ["reading a book", []],
    ["Reading and writing skills", []],
    ["experience in Reading and writing", []],
    ["London, Reading and Bath", ["London GB", "Reading GB", "Bath GB"]],
    ["nice weather in Nice", ["Nice FR"]],
    ["nice team, cork board, mobile developer, bath", []],
    ["experience in Mobile Development", []],
    ["Mobile, Alabama", ["Mobile US"]],
    ["at least one of those", []],
    ["Of course", []],
    ["turkey sandwich", []],
    ["jobs in turkey", ["TR"]],
    ["tell us about the US", ["US"]],
    ["join us or contact us from home", []],
    ["in the us", ["US"]],
    ["remote us", ["US"]],
    ["US-based or U.K.-based", ["US", "GB"]],
    ["a German company", ["DE"]],
    ["fluent German and French lessons", []],
    ["a remote island", []],
    ["Bank of America, Glasgow Coma Scale", []],
    ["Mesa Verde Freight Lines", []],
    ["ok, me or hi", []],
    ["essen gehen", []],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe("countries", () => {
  test.each(["DE", "de", "Germany", "Deutschland", "Allemagne", " GERMANY "])("%s is DE", (name) => {
    expect(countryCode(name)).toBe("DE");
  });

  test("have codes, names and currencies", () => {
    expect(countryCode("UK")).toBe("GB");
    expect(countryCode("United Arab Emirates")).toBe("AE");
    expect(countryCode("Atlantis")).toBeNull();
    expect(countryName("GB")).toBe("United Kingdom");
    expect(countryName("somewhere")).toBe("somewhere");
    expect([currencyOf("in"), currencyOf("DE"), currencyOf("XX")]).toEqual(["INR", "EUR", null]);
  });
});

describe("coordinates", () => {
  test("are the record's own before the gazetteer's", () => {
    expect(coordinatesOf({ city: "Berlin", country: "Germany", lat: 1, lon: 2 })).toEqual({ lat: 1, lon: 2 });
    expect(coordinatesOf({ city: "Berlin", country: "Germany" })).toEqual({ lat: 52.52, lon: 13.405 });
  });

  test("follow region and country between namesakes", () => {
    expect(coordinatesOf({ city: "Portland", region: "Maine", country: "US" })?.lon).toBe(-70.255);
    expect(coordinatesOf({ city: "Airdrie", region: "Alberta", country: "Canada" })?.lat).toBe(51.292);
    expect(coordinatesOf({ city: "Perth", country: "Australia" })?.lat).toBe(-31.953);
  });

  test("are not those of a namesake in another region", () => {
    expect(coordinatesOf({ city: "Springfield", region: "Ohio", country: "US" })).toBeNull();
    expect(coordinatesOf({ city: "Munich", region: "Bayern", country: "Germany" })?.lat).toBe(48.137);
    expect(coordinatesOf({ city: "Munich", region: "Oberbayern", country: "Germany" })?.lat).toBe(48.137);
    expect(coordinatesOf({ city: "Berlin", region: "Berlin", country: "Germany" })?.lat).toBe(52.52);
  });

  test("are unknown for unknown towns and bare countries", () => {
    expect(coordinatesOf({ city: "Nowhereville", country: "Germany" })).toBeNull();
    expect(coordinatesOf({ city: "Berlin", country: "Japan" })).toBeNull();
    expect(coordinatesOf({ country: "Germany" })).toBeNull();
    expect(coordinatesOf({})).toBeNull();
  });

  test("give the distance over the ground", () => {
    const berlin = coordinatesOf({ city: "Berlin" })!;
    const munich = coordinatesOf({ city: "München" })!;
    expect(distanceKm(berlin, munich)).toBeGreaterThan(495);
    expect(distanceKm(berlin, munich)).toBeLessThan(515);
    expect(distanceKm(berlin, berlin)).toBe(0);
    expect(distanceKm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(111.2, 0);
  });
});

test("placeOf puts a record's location into the gazetteer's words", () => {
  expect(placeOf({ city: "Bangalore", country: "India" })).toEqual({ city: "Bengaluru", region: "Karnataka", country: "IN", lat: 12.972, lon: 77.595 });
  expect(placeOf({ city: "Smallville", region: "KS", country: "USA" })).toEqual({ city: "Smallville", region: "Kansas", country: "US" });
});

test("foldName compares names without case, marks and punctuation", () => {
  expect(foldName("São Paulo")).toBe(foldName("sao  paulo"));
  expect(foldName("Stoke-on-Trent")).toBe(foldName("stoke on trent"));
  expect(foldName("Łódź")).toBe("lodz");
  expect(foldName("Straße")).toBe("strasse");
});
