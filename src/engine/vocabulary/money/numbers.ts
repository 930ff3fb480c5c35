/** Source of a number with or without grouping, as written in English, German, French, Swiss or Indian texts. */
export const NUMBER = String.raw`(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:[.,]\d{1,3})?)(?!\d|[.,]\d)`;

/** Source of what may follow a number to multiply it. */
export const SCALE = String.raw`(?:k|tsd\.?|thousand|grand|lakhs?|lacs?|lpa|l|crores?|cr|millions?|mio\.?|mn|m|t(?=\s?(?:€|eur)))`;

/** Scales that only Indian rupees are counted in. */
export const INDIAN_SCALE = /^(?:l|lpa|lakhs?|lacs?|crores?|cr)$/i;

const FACTORS: Record<string, number> = {
  k: 1e3,
  tsd: 1e3,
  thousand: 1e3,
  grand: 1e3,
  t: 1e3,
  l: 1e5,
  lpa: 1e5,
  lakh: 1e5,
  lac: 1e5,
  cr: 1e7,
  crore: 1e7,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
};

export const factorOf = (scale: string): number => FACTORS[scale.toLowerCase().replace(/\.$|s$/, "")] ?? 1;

/** Reads "70,000", "70.000", "70 000", "1,20,000", "12,50". Three digits after a single mark are thousands unless a scale follows, as in "1.250k". */
export function numberOf(written: string, scaled: boolean): number {
  const plain = written.replace(/['’\u00a0\u202f ]/g, "");
  const marks = plain.match(/[.,]/g)?.length ?? 0;
  const tail = /[.,](\d{1,3})$/.exec(plain)?.[1] ?? "";
  const fraction = tail.length < 3 || (scaled && marks === 1) ? tail : "";
  const whole = (fraction ? plain.slice(0, -fraction.length - 1) : plain).replace(/[.,]/g, "");
  return Number(fraction ? `${whole}.${fraction}` : whole);
}
