/** What a number and its surroundings show, for telling pay from other quantities. */
export interface Evidence {
  amount: number;
  /** "k", "lakh", "LPA", …, in lower case. */
  scale: string;
  scaleAttached: boolean;
  currencyWord: string;
  hasPeriod: boolean;
  qualified: boolean;
  /** The text around. */
  before: string;
  after: string;
}

const COUNTED =
  /^\s?\+?\s(?:(?:active|monthly|daily|weekly|concurrent|new|paying|registered|different|unique|square|small|large|business|online|happy|more|other)\s){0,2}(?:users?|customers?|people|persons?|employees?|staff|colleagues|clients?|records?|rows?|lines?|loc|tokens?|requests?|req|rps|qps|tps|events?|messages?|documents?|docs|files?|followers?|subscribers?|subscriptions|members?|students?|pupils|learners|patients?|residents?|citizens|households|vehicles?|trucks|units?|stores?|shops|sites?|jobs?|roles?|candidates?|applicants?|applications?|resumes|cvs|beds?|miles?|km|kilomet\w+|met(?:re|er)s?|steps?|views?|downloads?|installs?|images?|products?|skus?|orders?|parcels?|packages|pallets|transactions?|payments|calls?|tickets?|sq|feet|ft|m2|words?|hours?|hrs?|minutes|times|days?|weeks?|months?|years?|devices?|nodes?|servers?|pods?|samples?|cells?|animals?|trees|plants|acres|hectares|tonnes?|tons?|lit(?:re|er)s?|kg|resolution|videos?|displays?|runs?|races?|monitors?|shares|accounts?|merchants|partners|companies|businesses|schools|teams?|tall|high|wide|long|deep|away|distance)(?![\p{L}\d])/iu;
const BUSINESS =
  /^\s?(?:\+\s?)?(?:bn\b|billions?\b|b\b|(?:(?:in|of|annual|recurring|total|yearly)\s){0,2}(?:funding|revenues?|turnover|arr|mrr|gmv|aum|sales|savings|quota|investment|seed|series|valuation|portfolio|pipeline|deals?|projects?|grants?|assets|sign-on|signing|bonus|voucher|budgets)\b)/i;
const PAY_BEFORE =
  /\b(?:salar(?:y|ies)|pay|pays|paying|paid|wages?|earn(?:ing|ings|s)?|compensation|comp|remuneration|rate|gehalt|salaire|package|ctc|income|ote|stipend|make|making|budget)\b[^.!?\d]{0,24}$/i;
const PAY_AFTER = /^\s(?:salary|pay|wages?|compensation|ctc|base|package|gross|net|brutto|netto|ote)\b/i;
const GOES_ON = /^(?:\s*$|\s*[.,;:!?)]|\s(?:and|or|but|with|in|for|please|at|on|near|if|plus|gross|net)\b)/i;
const WEAK_CURRENCY = /^(?:pounds?|ft|won|rm|rp|dong|rand|r|lei|dh|dhs|kr\.?|shillings|pesos|riyals?|cad|all)$/i;
const YEAR_LIKE = (amount: number): boolean => Number.isInteger(amount) && amount >= 1900 && amount <= 2100;
const LEAST_PER_PERIOD = 5;

/** Whether a number is someone's pay. */
export function readsAsPay(evidence: Evidence): boolean {
  const { amount, scale, currencyWord, hasPeriod, qualified, before, after } = evidence;
  if (!(amount > 0) || BUSINESS.test(after)) return false;
  if (COUNTED.test(after)) return false;
  if ((scale === "m" || scale === "l") && !evidence.scaleAttached) return false;
  const paid = PAY_BEFORE.test(before) || PAY_AFTER.test(after);
  if (currencyWord) return !WEAK_CURRENCY.test(currencyWord) || amount >= 1000 || hasPeriod || scale !== "";
  if (scale === "lpa" || /^(?:lakh|lac|crore)/.test(scale)) return true;
  if (scale === "l" || scale === "cr") return paid || hasPeriod;
  if (scale === "k" && (amount === 401_000 || amount === 403_000)) return false;
  if (scale) return amount >= 10_000 || hasPeriod || paid;
  if (hasPeriod) return amount >= LEAST_PER_PERIOD;
  if (YEAR_LIKE(amount)) return false;
  if (paid) return amount >= 1000;
  return qualified && amount >= 10_000 && GOES_ON.test(after);
}
