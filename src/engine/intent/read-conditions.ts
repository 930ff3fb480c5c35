import type { Role } from "../catalog/records.ts";
import type { Draft } from "./draft.ts";

/** Conditions people often set and no filter holds. They are told apart first, as their numbers and places mean something else there. */
const SCHEDULE = [
  /\b(?:with (?:a )?|on (?:a )?|working (?:a )?)?(?:compressed |shorter )?(?:3|4|5|three|four|five)[- ]day[- ](?:working )?(?:work)?week\b/g,
  /\b(?:3|4|5|three|four|five) days (?:a|per) week(?: only)?\b(?! (?:in|at|from) )/g,
  /\b(?:flexible|flexi|school|term[- ]time|office|regular|unsociable|unsocial|social|core|daytime|business|fixed|predictable|annuali[sz]ed|zero|condensed)[- ]?(?:working )?hours?(?: only| contracts?| please)?\b/g,
  /\bflexi(?:ble)?[- ](?:time|working|schedules?)\b|\bterm[- ]time(?: only)?\b/g,
  /\b(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?|nine) ?(?:-|to|till|until) ?(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)|five)\b|\b9 ?(?:-|to) ?5\b/g,
  /\b(?:only (?:on )?)?(?:weekdays|weekday|weekends|weekend|mornings|afternoons|evenings|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)(?: to (?:friday|thursday|saturday|sunday))?(?: only| work| shifts?| off| free)\b/g,
  /\bmonday (?:to|-|through) (?:friday|thursday|saturday)\b/g,
  /\b(?:after|before|until|till|from|finish(?:ing)? by|starting at|start at) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)\b/g,
];
const CLOCK = [
  /\bwithin (?:an|one|half an|\d{1,3})[ -]?(?:hours?|minutes?|mins?|hrs?)'?s?(?: (?:drive|commute|travel|walk|train ride|journey))?(?= (?:of|from)\b)/g,

  /\b(?:(?:in|within|on|for) (?:the |an? )?)?[a-z]{2,9}(?:[- ](?:east|west|based|friendly|compatible))? ?time[- ]?zones?\b|\b(?:in|within|on) (?:a |my |our )?similar time[- ]?zones?\b/g,
];
const START = [
  /\b(?:(?:from|starting|start|by) )?next (?:week|month|year|monday|quarter)\b/g,
  /\b(?:with (?:an )?)?(?:immediate(?:ly)? (?:start(?:ers?)?|joiners?|availability|available)|start(?:ing|s)? (?:immediately|asap|right away|straight away|today|tomorrow|now|soon|(?:on |next )?(?:mon|tues|wednes|thurs|fri)day|next \w+|in (?:january|february|march|april|may|june|july|august|september|october|november|december|\w+ weeks?|\w+ months?))|immediate(?:ly)?(?=$|[,.;!])|(?:from|beginning|commencing) (?:in |on )?(?:january|february|march|april|june|july|august|september|october|november|december)|available (?:immediately|asap|now|today|tomorrow|from \w+|in \w+(?: weeks?| months?)?|next \w+|to start(?: on| in)?(?: next)? \w+)|join(?:ing)? (?:immediately|asap)|(?:with (?:a )?)?(?:short |\w+[- ](?:days?|weeks?|months?) )?notice period(?: (?:of|under|below|less than)(?: \w+){1,3})?)\b/g,
  /\b(?:closing|deadline|apply by|interviews?|interviewing) (?:date |before |by |on )?(?:today|tomorrow|this week|next week|soon|this month|next month)\b/g,
];
const TRAVEL = [
  /\b(?:with (?:a )?|and )?(?:max(?:imum)? |short )?commut(?:e|ing)(?: time)?(?: (?:of|under|below|less than|within|up to|no more than|max(?:imum)?))+ \w+ ?(?:minutes?|mins?|hours?|hrs?)?(?: (?:max|each way|from \w+))?\b/g,
  /\b(?:within |under |less than |max(?:imum)? |up to |no more than )?(?:\d{1,3}|half an|an|one|two) ?-?(?:minutes?|mins?|hours?|hrs?)'?(?: (?:of (?:travel|commut\w+)|commute|drive|walk|bike ride|cycle|by (?:train|bus|car|bike|tube)|away|travel(?: time)?|from (?!experience)\w+|max))+(?: (?:from|of|to) (?:[a-z]+))?\b/g,
  /\b(?:reachable|accessible|commutable) by (?:public transport|train|bus|bike|tube|metro|tram)\b|\bon (?:a|the) (?:bus|train|tube|metro) (?:route|line)\b/g,
];
const ORDER = [
  /\b(?:sort|order|rank)(?:ed)? (?:(?:them|these|those|it|the results|results|everything) )?by (?:the )?[a-z]+(?: (?:first|level|date))?\b/g,
  /\b(?:(?:the )?(?:better|higher|best|highest|high|well)[- ](?:paid|paying)|(?:earn(?:ing|s)?|pay(?:s|ing)?) (?:more|better)(?: than (?:i|my|what)[a-z' ]{0,20}|(?! than))|cheap(?:er|est)|closer(?! to)|closest|nearest|(?:good|decent|great) (?:pay|salary|money)|paid (?:weekly|fortnightly|daily|in cash)|(?:with |for )?(?:a )?(?:higher|better|more) (?:salary|pay|money))\b(?: than \w+)?/g,
];
const PERMISSION = [
  /\b(?:with (?:the |a )?|has (?:the )?|have (?:the |a )?|having (?:the )?|who (?:have|has) (?:the |a )?|must have (?:the |a )?|i have (?:the |a )?)?(?:full |unrestricted |valid |existing )?(?:right to work|rights? to work|work (?:permit|authori[sz]ation|visa|permission)|authori[sz]ed to work|authori[sz]ation to work|eligible to work|eligibility to work|legally (?:able|allowed|entitled) to work|allowed to work|settled status|indefinite leave to remain|green card|citizenship|passport)(?: (?:in|for) (?:the )?[\w.]+(?: (?:kingdom|states|zealand|arabia|africa|emirates))?)?/g,
  /\b(?:uk|us|eu|u\.s\.|british|american|german|indian|canadian|australian|irish)[- ](?:citizens?|nationals?|residents?|passport(?: holders?)?|permit holders?)(?: only)?\b/g,
  /\b(?:with |has |have |need(?:s)? |requires? )?(?:(?:an |a )?(?:active |valid |current |enhanced |basic )?(?:sc|dv|ts|top secret|secret|security) clear(?:ance|ed))\b/g,
];
const TERMS = [
  /\b(?:with |have |has |having |who have |who has )?(?:(?:a|an|any) )?(?:(?:university|college|relevant|stem|(?!(?:no|not|without) )[a-z]+) )?(?:degrees?|diplomas?|(?:bachelor|master)'?s(?: degree)?|phd|mba|doctorate)(?: (?:in|of) (?:computer|mechanical|electrical|civil|software|data|nursing|biology|chemistry|physics|maths|mathematics|engineering|law|business|finance|accounting|marketing|psychology|education|medicine|economics|statistics|science|design|arts?|history)(?: (?:science|engineering|studies|administration))?)?\b(?! (?:level|candidates?|positions?|students?|roles?|researchers?|programmes?|programs?))/g,
  /\b(?:with|offering|offers?|including|includes?|provid(?:es?|ing)|that (?:offers?|provides?|has|have|comes? with|includes?|pays?))(?: (?:a|an|some|good|great|generous|sign-on|signing|free|paid|full|private|health|medical|on-?site|subsidi[sz]ed|company))* (?:pension|benefits?|childcare|sign-on bonus|cr[eè]che|nursery place|health(?:care| insurance| cover)?|medical(?: insurance| cover)?|dental|insurance|bonus(?:es)?|equity|stock options?|shares|rsus|overtime|company car|car|parking|accommodation|housing|relocation(?: package| support| assistance)?|training|sick pay|holidays?|vacation|annual leave|parental leave|maternity(?: leave| pay)?|meals|401k|401\(k\)|perks|progression|career progression|mentorship|visa costs)(?: (?:and|or) (?:pension|benefits?|bonus(?:es)?|equity|healthcare|health insurance|overtime))?\b/g,
  /\b(?:inside|outside|in|out of) ir35\b/g,
  /\b(?:small|big|large|mid-?sized?|established|growing|fast-growing|early[- ]stage|series [a-e]|fortune 500|ftse 100|faang|listed|public|family[- ]run|family[- ]owned|women-owned|ethical|b[- ]corp|unionised|unionized)(?: (?:tech|it|software|and|or|private))* (?:companies|company|firms?|businesses|employers?|startups?|start-ups?|organi[sz]ations?)\b/g,
  /\b(?:companies|company|teams?|firms?) (?:of|with|under|over) (?:(?:less|fewer|more) than |under |over |at least |up to )?\d[\d,]*(?:-\d+)? ?(?:people|employees|staff)?\b/g,
];
/** Age, sex, origin, belief: never a criterion here. */
const PROTECTED =
  /\b(?:(?:only |just |prefer(?:ably)? )?(?:female|male|women|woman|men|man|ladies|girls|boys|gents|young|younger|older|white|black|asian|christian|muslim|hindu|jewish|married|unmarried|single|childless|straight|native-born|local-born)(?: (?:candidates?|applicants?|only|people|staff|employees|workers|persons?|ones))(?: only)?|(?:under|over|below|above|younger than|older than|between|aged?|max(?:imum)? age|age(?:d)?(?: under| over| below| above)?) ?(?:the age of )?\d{2}(?:(?: and | ?- ?| to )\d{2})?(?: years?(?:[- ]| of )(?:olds?|age)|(?: )?yo\b| and under| or younger)|age(?:d)? (?:under|below|between|max|limit|up to)? ?\d{2}(?:(?: and | ?- ?| to )\d{2})?|(?:only |just |prefer(?:ably)? )?(?:young |older |white |black |asian |christian |muslim |hindu |jewish )*\b(?:females?|males?|women|woman|men|man|ladies|lady|girls?|boys?|muslims?|christians?|hindus?|jews?|(?:young|white|black|asian) (?=(?:native|teachers?|nurses?|chefs?|drivers?|developers?|assistants?|cooks?|waiters?|workers?|engineers?|managers?|cleaners?|guards?)))(?= (?:for|in|with|who|only|under|over|nurses?|teachers?|drivers?|chefs?|cooks?|waiters?|developers?|engineers?|managers?|cleaners?|guards?|assistants?|workers?)\b|$|[,.;!?])|(?:not |no )?(?:older|younger) than \d{2}(?: years?(?: old)?)?|(?:under|over|below|above) (?:the age of )?(?:1[89]|[2-6]\d)(?=$|[,.;!?]| (?:and|with|who|in|for)\b)|no (?:foreigners|immigrants|women|men|females|males|muslims|christians|mothers|parents|pregnant\w*(?: women)?|old people|disabled(?: people)?))\b/g;

/** Hours and benefits are words of job ads too, so the search may use them. */
const CONDITIONS: [pattern: RegExp, searchable: boolean][] = [
  ...[...TRAVEL, ...CLOCK, ...START, ...ORDER, ...PERMISSION].map((pattern): [RegExp, boolean] => [pattern, false]),
  ...[...SCHEDULE, ...TERMS].map((pattern): [RegExp, boolean] => [pattern, true]),
];

export interface Conditions {
  unread: string[];
  assumptions: string[];
}

export function readConditions(draft: Draft, role: Role): Conditions {
  const unread: { at: number; text: string }[] = [];
  const assumptions: string[] = [];
  if (role === "employer")
    for (const span of draft.find(PROTECTED)) {
      draft.take(span);
      assumptions.push(`“${draft.text.slice(span.start, span.end)}” is left out: age, sex, origin, belief and family are not search criteria here.`);
    }
  for (const [pattern, searchable] of CONDITIONS)
    for (const span of draft.find(pattern)) {
      const text = draft.text.slice(span.start, span.end).trim();
      const denial =
        /\b(?:no|not|without|avoid|except|don't want(?: to work)?|do not want(?: to work)?|(?:don't|doesn't|do not|does not|not) (?:require|requiring|need|needing)|never)(?: (?:to|any|work|working|on|with|a|in))* $/.exec(
          draft.lower.slice(Math.max(0, span.start - 36), span.start),
        );
      if (denial || !searchable) draft.take({ start: span.start - (denial?.[0].length ?? 0), end: span.end });
      else draft.keep(span);
      unread.push({ at: span.start, text: (denial?.[0] ?? "") + text });
    }
  return { unread: unread.toSorted((a, b) => a.at - b.at).map(({ text }) => text), assumptions };
}
