import table from "../rates.json" with { type: "json" };

/** What people write for a currency, in lower case and without a final dot. `null`: money for certain, but of several countries. */
const WRITTEN: Record<string, string | null> = {
  ...{ $: "USD", us$: "USD", usd$: "USD", dollar: "USD", dollars: "USD", bucks: "USD" },
  ...{ a$: "AUD", au$: "AUD", c$: "CAD", ca$: "CAD", nz$: "NZD", s$: "SGD", sg$: "SGD", hk$: "HKD", nt$: "TWD", mx$: "MXN", r$: "BRL" },
  ...{ "£": "GBP", pound: "GBP", pounds: "GBP", quid: "GBP", sterling: "GBP", "€": "EUR", euro: "EUR", euros: "EUR" },
  ...{ "₹": "INR", rs: "INR", rupee: "INR", rupees: "INR", "¥": "JPY", yen: "JPY", rmb: "CNY", yuan: "CNY", "₩": "KRW", won: "KRW" },
  ...{ "₦": "NGN", naira: "NGN", ksh: "KES", kshs: "KES", r: "ZAR", rand: "ZAR", cedis: "GHS", "₺": "TRY", lira: "TRY" },
  ...{ "₽": "RUB", roubles: "RUB", rubles: "RUB", "₴": "UAH", hryvnia: "UAH", "₪": "ILS", shekel: "ILS", shekels: "ILS" },
  ...{ "฿": "THB", baht: "THB", "₱": "PHP", "₫": "VND", dong: "VND", rp: "IDR", rupiah: "IDR", rm: "MYR", ringgit: "MYR" },
  ...{ dh: "AED", dhs: "AED", dirham: "AED", dirhams: "AED", riyal: "SAR", riyals: "SAR", reais: "BRL", reales: "BRL" },
  ...{ zł: "PLN", zl: "PLN", zloty: "PLN", złoty: "PLN", złotych: "PLN", kč: "CZK", ft: "HUF", forint: "HUF", lei: "RON" },
  ...{ franken: "CHF", francs: "CHF", sfr: "CHF" },
  ...{ kr: null, kroner: null, kronor: null, krona: null, krone: null, pesos: null, shillings: null },
};

const BEFORE_ONLY = ["us$", "usd$", "au$", "a$", "ca$", "c$", "nz$", "sg$", "s$", "hk$", "nt$", "mx$", "r$"].map((word) => word.replace("$", "\\$"));
const SHORT_BEFORE = ["rs\\.?", "kshs?\\.?", "rp\\.?", "rm", "dhs?\\.?", "sfr\\.?", "kr\\.?", "(?-i:R)(?= ?\\d)"];
const SYMBOLS = Object.keys(WRITTEN)
  .filter((word) => /^\p{Sc}$/u.test(word))
  .map((symbol) => symbol.replace("$", "\\$"));
const WORDS = Object.keys(WRITTEN).filter((word) => /^\p{L}{2,}$/u.test(word));
/** Codes that are also English words count in upper case only. */
const WORDLIKE = new Set(["TRY", "PEN", "COP", "MAD", "RON"]);
const CODES = Object.keys(table.rates).map((code) => (WORDLIKE.has(code) ? `(?-i:${code})` : code));

/** Regular expression sources, to be used with the flags `iu`. */
export const CURRENCY_BEFORE = `(?:${[...BEFORE_ONLY, ...SHORT_BEFORE, ...SYMBOLS, ...CODES].join("|")})`;
export const CURRENCY_AFTER = `(?:${[...SYMBOLS.map((symbol) => `${symbol}(?!\\s?\\d)`), ...[...CODES, ...WORDS].map((word) => `${word}(?!\\p{L})`)].join("|")})`;

/** The ISO code of what {@link CURRENCY_BEFORE} or {@link CURRENCY_AFTER} matched; null for money of several countries. */
export function currencyWritten(word: string): string | null {
  const plain = word.replace(/\.$/, "");
  const known = WRITTEN[plain.toLowerCase()];
  return known === undefined ? plain.toUpperCase() : known;
}
