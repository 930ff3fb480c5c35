import type { Role } from "../catalog/records.ts";
import type { Intent } from "./intent.ts";

type Wanted = Extract<Intent, { kind: "forbidden" }>["wanted"];

const ASK =
  "(?:show|find|list|get|give|see|search(?: for)?|view|browse|fetch|send|pull(?: up)?|bring(?: up)?|display|open|export|download|share|need|want|looking for|look (?:for|at)|access|recommend|suggest|who are|any|are there)";
const JOBS = "(?:jobs?|roles?|vacanc(?:y|ies)|positions?|openings?|work|opportunit(?:y|ies)|internships?|placements?)";
const PEOPLE =
  "(?:candidates|applicants|resumes|résumés|cvs|curricula vitae|jobseekers|job seekers|talent pool|candidate profiles|other (?:applicants?|candidates?|seekers?|people's (?:resumes?|cvs?|profiles?)))";

/** Up to six words between a verb and its object, none of them another object. */
const upTo = (count: number, but: string): string => `(?:\\s+(?!${but}\\b)[\\w'&/+#.-]+){0,${count}}?\\s+`;

const SEEKER_WANTS_PEOPLE = [
  new RegExp(`\\b${ASK}${upTo(6, `${JOBS}|my|for`)}${PEOPLE}\\b(?! (?:experience|attraction|sourcing|relations|management))`),
  new RegExp(`^(?:all |any |some |other |the |best |top |good )*${PEOPLE}\\b(?! (?:experience|attraction|sourcing|relations|management))`),
  new RegExp(`\\b(?:resumes?|résumés?|cvs?|profiles?) (?:of|from|belonging to) (?!mine\\b|me\\b)`),
  new RegExp(`\\b${ASK}(?:\\s+(?:me|us|out|up))?\\s+an?(?:\\s+(?!${JOBS}\\b)[\\w'+#-]+){0,3}\\s+candidates?\\b(?! (?:experience|attraction|relations))`),
  /\b(?:someone|somebody|another (?:user|person|candidate|applicant|seeker)|other (?:users?|people|persons?|seekers?))(?:'s|s')? (?:else's )?(?:resumes?|cvs?|profiles?|applications?|salary expectations?)\b/,
  /\b(?:who|how many)(?: else| other people)? (?:has |have )?(?:applied|is applying|are applying|people applied)\b|\bhow many (?:applicants|candidates)\b/,
  /\b(?:i|we)(?:'m|'re| am| are)? (?:\w+ )?(?:want(?:ing)?|need(?:ing)?|look(?:ing)?|trying|would like|hoping|'d like|like) to (?:hire|recruit|employ) (?:a|an|some|someone|somebody|two|three|\d+|new|more|people|\w+s)\b/,
  /\b(?:i'm|i am|we're|we are) (?:currently )?(?:hiring|recruiting) (?:a|an|some|someone|for|two|three|\d+|new|more|\w+s)\b/,
];
const ABOUT_OWN_RESUME = /\bmy (?:own )?(?:resume|résumé|cv|profile)\b/;

const CONTACT = [
  /\b(?:phone|mobile|telephone|cell|contact|whatsapp)(?: ?phone)? ?(?:numbers?|no\b|nos\b|details?|info(?:rmation)?|data)\b/,
  /\b(?:e-?mails?|e-?mail (?:address(?:es)?|ids?)|home address(?:es)?|postal address(?:es)?|phone|phones|linkedin(?: profiles?| urls?)?|full names?|real names?|names?|surnames?|address(?:es)?|date of birth|birthdays?|photos?|pictures?) (?:of|for|from) (?:the |this |that |these |those |all |each |every |my |candidate|number|#|him|her|them|first|second|third|last|\d)/,
  /\b(?:her|his|their|candidate'?s?|candidates'|person's|applicant'?s?|one's|recruiter'?s?|hiring manager'?s?|manager's|nurse's|engineer's|developer's|employer's) (?:direct |private |personal |work |home |real |full )?(?:e-?mails?|phones?|numbers?|mobiles?|contacts?|addresses|address|names?|linkedin|whatsapp|photos?|picture|surname|date of birth|birthday)\b/,
  /\b(?:how|where) (?:can|do|could|should|would|may) (?:i|we) (?:contact|reach|call|email|e-mail|phone|ring|message|get in touch with|get hold of|write to|text) (?:him|her|them|the|this|that|candidate|number|#|\d|these|those|someone|people|employers?|recruiters?)\b/,
  /\b(?:contact|call|email|phone|message|text|ring|write to|get in touch with|put me in touch with|connect me (?:to|with)) (?:him|her|them|this (?:person|candidate)|that (?:person|candidate)|the (?:candidate|applicant|first|second|third|last|recruiter|hiring manager)|candidate \d|number \d|#\d)\b/,
  new RegExp(
    `\\b(?:give|show|send|share|tell|get|need|want|reveal|what is|what's|list|provide|export|find)\\b(?: \\w+){0,3} (?:e-?mails?|e-?mail address(?:es)?|phone numbers?|contact (?:details|info|information|data)|contacts)(?= (?:of|for|please|now|so|too|as well)\\b|[.,!?]|$)`,
  ),
  /\bwhat(?:'s| is| are) (?:his|her|their|the candidate's|the applicant's) names?\b|\bwho is (?:he|she) really\b/,
];
/** "Email marketing" and "contact centre" are trades. */
const CONTACT_AS_TRADE =
  /\b(?:e-?mail|phone|contact|telephone|mobile|address|name|photo|picture)s? (?:marketing|campaigns?|cent(?:re|er)|support|sales|tracing|developer|engineer|app|repair|copywriter|automation|specialist|manager|operator|lens|verification)\b/;

const FOREIGN = [
  /\b(?:other|another|different|competing|rival) (?:compan(?:y|ies)|employers?|firms?|businesses|recruiters?|organi[sz]ations?)(?:'s?|s')? (?:\w+ )?(?:applicants?|candidates|applications?|shortlists?|pipelines?|closed|vacanc\w+|jobs?|roles?|searches|adverts?|salar\w+|sessions?|data|postings?)\b/,
  /\b(?:applicants?|candidates|applications?|shortlist|vacanc(?:y|ies)|jobs?|roles?|postings?|searches|records?|data) (?:of|from|at|by|to|belonging to) (?:the |any |an? )?(?:other|another|competing|rival|competitor'?s?|competitors?'?|different|someone else)(?:'s)?\b(?: (?:compan|employer|firm|business|recruiter|organi[sz]ation|user|account)| *$|[.!?,])/,
  /\b(?:competitor'?s?|competitors'|rival'?s?|rivals'|someone else's|somebody else's|another user's|other users'?|other people's) (?:candidates|resumes|cvs|applicants?|applications?|shortlists?|closed (?:jobs?|roles?|vacanc\w+|positions?)|searches|search history|sessions?|chats?|chat history|conversations?|messages|saved searches|vacanc\w+)\b/,
  /\b(?:closed|expired|filled|archived|deleted|draft|unpublished) (?:jobs?|roles?|vacanc(?:y|ies)|positions?|postings?|adverts?|listings?) (?:of|from|at|by|belonging to) (?!us\b|mine\b|me\b|our\b|my\b)/,
  /\bwho (?:has |have )?(?:applied|is applying) (?:to|for|at|with) (?!my\b|our\b|us\b|me\b)/,
  /\b(?:private|hidden|non-?public|confidential|unlisted|deleted) (?:resumes?|cvs?|profiles?|candidates?)\b/,
  /\b(?:sessions?|chats?|conversations?|search history|messages|data|records?) (?:of|from|belonging to) (?:other|another|all|different|every) (?:users?|people|persons?|seekers?|employers?|customers?|accounts?|candidates?)\b/,
  /\b(?:what|who) (?:are|is|did|do) other (?:users?|employers?|companies|seekers?) (?:searching|looking|search|hiring|paying)\b/,
];
const FOREIGN_FOR_SEEKERS = FOREIGN.slice(6);

const EMPLOYER_WANTS_JOBS = [
  new RegExp(
    `\\b(?:show|find|list|get|give|see|search(?: for)?|view|browse|recommend|suggest|any|are there|looking for|look for|want|need|open|what|which)${upTo(5, "candidates?|people|applicants?|someone|somebody|anyone|staff|talent|my|our|the|this|that|these|for|profiles?|resumes?|cvs?|who|nurses|engineers|developers|drivers|teachers")}(?:jobs|vacanc(?:y|ies)|openings|job (?:offers|ads|listings|openings)|job|roles|positions)\\b(?! (?:seekers?|title|description|coach|centre|center|market))`,
  ),
  /^(?:all |any |some |new |open |more |remote |latest |recent |the best |hybrid |part-time |full-time )*(?:[\w+#.-]+ ){0,3}(?:jobs|vacancies|job openings)(?=$|[.,!?]| (?:in|near|at|for me|with|from|paying|around|that|please|over|above|by)\b)/,
  /\b(?:i'm|i am|i) (?:want|need|looking for|would like|searching for|after|seeking|look for) (?:a |some |any |new |another |part-time |full-time |remote )*(?:job|work|employment)\b(?! (?:candidate|applicant|descri|coach))/,
];
const PEOPLE_MEANT =
  /\b(?:candidates?|applicants?|people|persons?|someone|somebody|anyone|staff|talent|resumes?|cvs?|profiles?|job ?seekers?|hires?|workers?|who (?:can|could|would|has|have|is|are|fits?|might)|hire|recruit)\b/;
const OWN_JOB =
  /(?<!\b(?:looking|look|searching|search) )\b(?:for|to fill|fill|match(?:es|ing)?|against|fits?)(?: \w+){0,2} (?:my|our|the|this|that|a|an|these|those|several|two|three|\d+)\b|\b(?:my|our) (?:[\w+#.-]+ ){0,4}(?:jobs?|roles?|positions?|vacanc\w+|openings?)\b/;

/** What a role may not have, if that is what the message asks for. */
export function forbidden(lower: string, role: Role): Wanted | null {
  if (CONTACT.some((pattern) => pattern.test(lower)) && !CONTACT_AS_TRADE.test(lower)) return "contact-data";
  if (role === "employer") {
    if (FOREIGN.some((pattern) => pattern.test(lower))) return "foreign-records";
    if (!PEOPLE_MEANT.test(lower) && !OWN_JOB.test(lower) && EMPLOYER_WANTS_JOBS.some((pattern) => pattern.test(lower))) return "jobs";
    return null;
  }
  if (FOREIGN_FOR_SEEKERS.some((pattern) => pattern.test(lower))) return "foreign-records";
  if (!ABOUT_OWN_RESUME.test(lower) && SEEKER_WANTS_PEOPLE.some((pattern) => pattern.test(lower))) return "candidates";
  return null;
}
