import type { Unit } from "./periods.ts";

/** What a number and its surroundings show, for telling pay from other quantities. */
export interface Evidence {
  amount: number;
  /** "k", "lakh", "LPA", …, in lower case. */
  scale: string;
  /** No space stands between the number and the scale. */
  scaleAttached: boolean;
  currencyWord: string;
  unit: Unit | undefined;
  /** "at least", "up to", "between" precedes. */
  qualified: boolean;
  before: string;
  after: string;
}

const words = (list: string): string => list.trim().split(/\s+/).join("|");

const MANNERS = words("active monthly daily weekly concurrent new paying registered different unique square small large business online happy more other");
const COUNTABLE =
  words(`users? customers? people persons? employees? staff colleagues clients? records? rows? lines? loc tokens? requests? req rps qps tps events? messages? documents? docs files?
  followers? subscribers? subscriptions members? students? pupils learners patients? residents? citizens households vehicles? trucks units? stores? shops sites? jobs? roles? candidates? applicants?
  applications? resumes cvs beds? miles? km kilomet\\w+ met(?:re|er)s? steps? views? downloads? installs? images? products skus? orders? parcels? packages pallets transactions? payments calls?
  tickets? positions points sq feet ft m2 words? hours? hrs? minutes times days? weeks? months? years? devices? nodes? servers? pods? samples? cells? animals? trees plants acres hectares tonnes? tons?
  lit(?:re|er)s? kg resolution videos? displays? runs? races? monitors? shares accounts? merchants partners companies businesses schools teams? tall high wide long deep away distance`);
const COUNTED = new RegExp(`^(?:\\s?\\+?\\s(?:(?:${MANNERS})\\s){0,2}(?:${COUNTABLE})(?![\\p{L}\\d])|-\\p{L})`, "iu");
const BUSINESS_AFTER =
  /^\s?(?:\+\s?)?(?:bn\b|billions?\b|b\b|(?:(?:in|of|annual|recurring|total|yearly)\s){0,2}(?:funding|revenues?|turnover|arr|mrr|gmv|aum|sales|savings|quota|investment|seed|series|valuation|portfolio|pipeline|deals?|projects?|grants?|assets|sign-on|signing|bonus|vouchers?|budgets|p&l)\b)/i;
const BUSINESS_BEFORE =
  /\b(?:differential|allowance|bonus|revenues?|turnover|raised|funding|refunds?|deals?|worth|scholarship|(?:education|training|learning) budget|valuation|invoices?)\b[^.!?\d]{0,16}$/i;
const PAY_BEFORE =
  /\b(?:salar(?:y|ies)|pay|pays|paying|paid|wages?|earn(?:ing|ings|s)?|compensation|comp|remuneration|rate|gehalt|salaire|package|ctc|income|ote|stipend|make|making|budget)\b[^.!?\d]{0,24}$/i;
const PAY_AFTER = /^\s(?:salary|pay|wages?|compensation|ctc|base|package|gross|net|brutto|netto|ote)\b/i;
const GOES_ON = /^(?:\s*$|\s*[.,;:!?)]|\s(?:and|or|but|with|in|for|please|at|on|near|if|plus|gross|net|only|remote|full)\b)/i;
/** Words that are a currency only beside a sum that can be one: "lift 50 pounds", "we won 3". */
const WEAK_CURRENCY = /^(?:pounds?|ft|won|rm|rp|dong|rand|r|lei|dh|dhs|kr\.?|shillings|pesos|riyals?)$/i;
const MOST = 1e11;
const LEAST: Record<Unit, number> = { hour: 5, day: 30, week: 100, month: 200, year: 1000 };

const isYear = (amount: number): boolean => Number.isInteger(amount) && amount >= 1900 && amount <= 2100;

/** Whether a number is someone's pay. */
export function readsAsPay(evidence: Evidence): boolean {
  const { amount, scale, currencyWord, unit, before, after } = evidence;
  if (!(amount > 0 && amount < MOST) || COUNTED.test(after) || BUSINESS_AFTER.test(after) || BUSINESS_BEFORE.test(before)) return false;
  if ((scale === "m" || scale === "l") && !evidence.scaleAttached) return false;
  if (currencyWord) return !WEAK_CURRENCY.test(currencyWord) || amount >= 1000 || unit !== undefined || scale !== "";
  const paid = PAY_BEFORE.test(before) || PAY_AFTER.test(after);
  if (scale) return readsAsScaledPay(evidence, paid);
  if (unit) return amount >= LEAST[unit];
  if (isYear(amount)) return false;
  return paid ? amount >= 1000 : evidence.qualified && amount >= 10_000 && GOES_ON.test(after);
}

function readsAsScaledPay({ amount, scale, unit, after }: Evidence, paid: boolean): boolean {
  if (/^(?:lpa|lakhs?|lacs?|crores?)$/.test(scale)) return true;
  if (scale === "l" || scale === "cr") return paid || unit !== undefined;
  if (/^m/.test(scale)) return paid || unit !== undefined || GOES_ON.test(after);
  const retirementPlan = scale === "k" && (amount === 401_000 || amount === 403_000);
  return !retirementPlan && (amount >= 10_000 || unit !== undefined || paid);
}
