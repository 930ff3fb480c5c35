import table from "../rates.json" with { type: "json" };

/** What people write for a currency. `null`: money for certain, but of several countries. Keys are compared in lower case, without a final dot. */
const WRITTEN: Record<string, string | null> = {
  $: "USD", us$: "USD", usd$: "USD", dollar: "USD", dollars: "USD", bucks: "USD",
  a$: "AUD", au$: "AUD", c$: "CAD", ca$: "CAD", nz$: "NZD", s$: "SGD", sg$: "SGD", hk$: "HKD", nt$: "TWD", mx$: "MXN", r$: "BRL",
  "£": "GBP", pound: "GBP", pounds: "GBP", quid: "GBP", sterling: "GBP",
  "€": "EUR", euro: "EUR", euros: "EUR",
  "₹": "INR", rs: "INR", rupee: "INR", rupees: "INR",
  "¥": "JPY", yen: "JPY", rmb: "CNY", yuan: "CNY", "₩": "KRW", won: "KRW",
  "₦": "NGN", naira: "NGN", ksh: "KES", kshs: "KES", r: "ZAR", rand: "ZAR", cedis: "GHS",
  "₺": "TRY", lira: "TRY", "₽": "RUB", roubles: "RUB", rubles: "RUB", "₴": "UAH", hryvnia: "UAH", "₪": "ILS", shekel: "ILS", shekels: "ILS",
  "฿": "THB", baht: "THB", "₱": "PHP", "₫": "VND", dong: "VND", rp: "IDR", rupiah: "IDR", rm: "MYR", ringgit: "MYR",
  dh: "AED", dhs: "AED", dirham: "AED", dirhams: "AED", riyal: "SAR", riyals: "SAR",
  "zł": "PLN", zl: "PLN", zloty: "PLN", złoty: "PLN", złotych: "PLN", kč: "CZK", ft: "HUF", forint: "HUF", lei: "RON", franken: "CHF", francs: "CHF", sfr: "CHF",
  reais: "BRL", reales: "BRL", kr: null, kroner: null, kronor: null, krona: null, krone: null, pesos: null, shillings: null,
};

const CODES = Object.keys(table.rates);
/** Codes that spell an English word count in upper case only. */
const WORD_CODES = /^(?:try|pen|cop|mad|ron|top|all|bob|cad|won|clp|php|sar|mop)$/;

const BEFORE_ONLY = ["us\\$", "usd\\$", "au\\$", "a\\$", "ca\\$", "c\\$", "nz\\$", "sg\\$", "s\\$", "hk\\$", "nt\\$", "mx\\$", "r\\$", "rs\\.?", "ksh\\.?", "kshs\\.?", "rp\\.?", "rm", "dhs?\\.?", "sfr\\.?"];
const SYMBOLS = ["\\$", "£", "€", "₹", "¥", "₩", "₦", "₺", "₽", "₴", "₪", "฿", "₱", "₫"];
const letters = Object.keys(WRITTEN).filter((word) => /^\p{L}{2,}$/u.test(word));

/** Regular expression sources; to be used with the flags `iu`. */
export const CURRENCY_BEFORE = `(?:${[...BEFORE_ONLY, ...SYMBOLS, ...CODES, "kr\\.?", "r(?=\\d| \\d)"].join("|")})`;
export const CURRENCY_AFTER = `(?:${[...SYMBOLS.map((symbol) => `${symbol}(?!\\s?\\d)`), ...[...CODES, ...letters].map((word) => `${word}(?!\\p{L})`)].join("|")})`;

/** The ISO code, null for money of several countries, undefined for what is no currency after all. */
export function currencyWritten(word: string): string | null | undefined {
  const plain = word.replace(/\.$/, "");
  const lower = plain.toLowerCase();
  if (lower === "r" && plain !== "R") return undefined;
  if (lower in WRITTEN) return WRITTEN[lower];
  if (!CODES.includes(plain.toUpperCase())) return undefined;
  return WORD_CODES.test(plain) ? undefined : plain.toUpperCase();
}
