import type { Role } from "../catalog/records.ts";
import { isOccupation } from "./occupations.ts";

/** Attempts to change the rules of the conversation. */
const INJECTION = [
  /\b(?:ignore|disregard|forget|override|bypass|skip|violate)(?: \w+){0,4} (?:instructions?|rules?|prompts?|guidelines|guardrails)\b/,
  /\b(?:system|hidden|initial|secret|original|developer|internal) (?:prompt|instructions?)\b|\bsystem message\b/,
  /\b(?:print|show|reveal|repeat|output|display|tell me|give me|leak|dump|what (?:is|are|was|were))(?: \w+){0,3} (?:your (?:\w+ )?(?:prompts?|instructions?|rules|configuration|guidelines|api keys?|source code|training data)|the (?:text|words?|prompt|conversation|message) above|everything above|api keys?|environment variables|passwords?|database (?:schema|password))\b/,
  /\b(?:jailbreak|dan mode|do anything now|developer mode|god mode|sudo mode|admin mode|debug mode|root access)\b/,
  /\b(?:you are now|from now on,? you(?:'re| are| will| must)|pretend (?:to be|you(?:'re| are)?|that you)|roleplay as|act as (?:an?|if|my|though) (?!(?:\w+ ){0,2}(?:lead|manager|deputy|coordinator|point))|respond only (?:with|in)|your new (?:role|task|instructions?)|new instructions?:)/,
  /\b(?:drop table|select \* from|union select|<script|\{\{.*\}\}|rm -rf)/,
];

const JOB_WORDS =
  /\b(?:jobs?|roles?|positions?|vacanc(?:y|ies)|openings?|career|employment|gigs?|internships?|apprenticeships?|placements?|candidates?|applicants?|hire|hiring|recruit\w*|employers?|salar(?:y|ies)|pays?|paid|earns?|wages?|shifts?|full[- ]time|part[- ]time|contract work|remote work|work from home|vacancies|talent|resumes?|cvs?|staff for|people (?:who|with|for))\b/;

/** Writing to order, code, health, law, advice on resumes: off topic unless matches are asked for. */
const SERVICES = [
  /\b(?:write|compose|make(?: up)?|tell|sing|give me|create|generate|draft)(?: me| us)?(?: a| an| another| some| the| my| short| long| funny| quick| good| new| love)* (?:poems?|haikus?|limericks?|songs?|stor(?:y|ies)|jokes?|riddles?|raps?|essays?|speech|novel|lyrics|cover letters?|letters?|emails?|fun facts?|facts?|homework|tweets?|job (?:descriptions?|ads?|adverts?|posts?|postings?)|blog posts?|linkedin posts?|articles?|resumes?|cvs?|business plans?|bedtime stor\w+|scripts?|program|function|regex|sql query|code|python code|javascript function)\b/,
  /\b(?:(?:write|fix|debug|optimi[sz]e|refactor|explain|solve|implement|reverse|sort|code)(?: \w+){0,5} (?:code|function|program|script|algorithm|linked list|binary tree|array|list|class|bug|regex|query|leetcode|exercise|homework|assignment|equation|integral))\b/,
  /\b(?:headache|fever|symptoms?|diagnos(?:e|is) (?:me|my)|my (?:doctor|chest|stomach|back|head|knee|tooth|throat)|painkillers?|antibiotics? (?:for|should)|am i pregnant|side effects|medication should|what (?:medicine|pills?|dose)|should i take)\b/,
  /\b(?:can i sue|sue (?:my|them|him|her)|my landlord|evict\w*|divorce|custody|is it legal|am i legally|legal advice|my (?:rights|lawyer|ex)|unfair(?:ly)? dismiss\w*|tax return|what(?:'s| is) the (?:minimum wage|tax rate)|how (?:do i|to) (?:pay|file) (?:my )?tax\w*)\b/,
  /\b(?:resume|cv|interview|cover letter|linkedin) (?:tips?|advice|help|examples?|templates?|questions|prep(?:aration)?|feedback)\b|\b(?:improve|write|review|fix|update|rewrite|check|proofread|format|polish) my (?:resume|cv|cover letter|linkedin)\b|\bhow (?:do|should|can|to)(?: i)? (?:prepare|dress|answer|negotiate|write|ask for|quit|resign)\b|\b(?:career|salary negotiation) advice\b/,
];
/** The world at large: off topic unless a trade is named, as trades may bear the same names ("weather forecaster jobs"). */
const SUBJECTS = [
  /\b(?:weather|forecast|temperature outside|will it rain|raining|snowing)\b/,
  /\b(?:recipes?|how (?:do|to|can|long|should).{0,20}\b(?:cook|bake|boil|fry|roast|grill)|ingredients for)\b/,
  /\b(?:capital (?:city )?of|population of|president of|prime minister|king of|queen of|who (?:won|invented|discovered|wrote|painted|sang|is the (?:president|king|queen|pope|ceo of))|meaning of life|distance (?:between|from|to the)|square root|how (?:old|tall|far|big|deep|high|heavy) (?:is|are|was)|what year|when (?:was|did|were|is) (?:the |world war|christmas|easter|ramadan|diwali)|translate|definition of|synonym|spell )\b/,
  /\b(?:elections?|democrats?|republicans?|tories|labour party|trump|biden|putin|brexit|abortion|vote for|who should i vote|political part(?:y|ies)|israel|gaza|ukraine war)\b/,
  /\b(?:bitcoin|crypto(?:currency)? (?:price|worth)|stock price|stocks? (?:to|should)|invest(?:ing)? in|lottery|horoscope|zodiac|football score|match score|world cup|premier league|super bowl|cricket score|ipl|who won|movies?|netflix|tv shows?|song lyrics|celebrit\w+|gossip|video games?|minecraft|fortnite|dating|girlfriend|boyfriend|sexy?|nude|porn)\b/,
  /\b(?:restaurants?|hotels?|flights?|cinema|bars?|pubs?|things to do|attractions?|holiday|trains?|bus(?:es)?|taxi|apartments?|flats?|houses?|rooms?) (?:in|near|to|from|for rent|for sale|nearby|around)\b/,
  /\bhow to (?:make|build|buy|get|hack|lose|gain|learn|fix|clean|grow|train|become|play)\b/,
  /^(?:what(?:'s| is) )?\d+(?:\.\d+)? ?[+*x×÷] ?\d+(?:\.\d+)?(?: ?=)?\??$|^what(?:'s| is) (?:the time|the date|today's date|love|life|god|ai)\b|^what time\b|^what day\b/,
];

const GENERAL_QUESTION =
  /^(?:(?:so|and|hey|please|ok|but|well|now|just),? )*(?:(?:can|could|would|will) you )?(?:please )?(?:what(?! about)(?:'s|s| is| are| was| were| does| did| do| if| happens| would)?|who(?:'s| is| was| are| were| did)?|when|where(?:'s| is| are| was| can| do)|why|how(?! about)|which|explain|define|describe|calculate|solve|translate|write|tell me (?:about|a|how|why|what|who|something)|teach me|is it|are there|do you (?:know|think|like|believe|have feelings)|did you|should i|can i|could i|am i|does|do)\b/;
const JOB_QUESTION =
  /\b(?:fits?|suits?|match(?:es)?|available|recommend|for me|work|apply|qualified|could i do|can i do|how many|ones|of (?:them|these|those)|(?:do|have) you (?:have|got))\b/;
const ABOUT_PEOPLE = /\b(?:people|someone|somebody|anyone|anybody|staff)\b/;
const BARE_REQUEST =
  /\b(?:fits?|suits?|surprise|how many|have|got|suitable|match(?:es|ing)?|available|recommend\w*|suggest\w*|find|search|look(?:ing)?|work|options|opportunit\w+|something|anything|my (?:profile|cv|resume)|best|hire|who|people|staff|talent|someone)\b/;

export const isInjection = (lower: string): boolean => INJECTION.some((pattern) => pattern.test(lower));

/** Whether a message asks for something that has nothing to do with jobs or candidates. */
export function isOffTopic(lower: string): boolean {
  if (SERVICES.some((pattern) => pattern.test(lower))) return !ASKS_FOR_MATCHES.test(lower);
  return SUBJECTS.some((pattern) => pattern.test(lower)) && !JOB_WORDS.test(lower) && !namesTrade(lower);
}

const ASKS_FOR_MATCHES = /\b(?:jobs|roles|vacancies|positions|openings|candidates|find me|looking for|looking to|hiring|hire)\b/;
/** Titles that are everyday words count as trades only beside other evidence. */
const EVERYDAY =
  /^(?:judge|president|hand|host|model|guide|guard|coach|author|actor|artist|owner|partner|principal|sister|porter|minister|captain|cook|doctor|lawyer|miller|mason|farmer|leader|fellow|secretary|pilot|king|creator|servers?|processor|printer|framer|dancer|driver's|manager's|bar|koch|reporter|maker|painter|inventor|writer|professional|expert|helper|mate)s?$/;
const namesTrade = (lower: string): boolean => lower.split(/[^\p{L}'-]+/u).some((word) => isOccupation(word) && !EVERYDAY.test(word));

/** A question or order about the world at large: it opens like one and says nothing of work. Asked only where no filter was read. */
export function isGeneralQuestion(lower: string, role: Role): boolean {
  if (JOB_WORDS.test(lower) || JOB_QUESTION.test(lower) || (role === "employer" && ABOUT_PEOPLE.test(lower))) return false;
  return GENERAL_QUESTION.test(lower) && lower.split(" ").length > 2 && !namesTrade(lower);
}

/** "Find me a job", "what fits me?", "who fits?": a search by the profile. */
export const isBareRequest = (lower: string): boolean => JOB_WORDS.test(lower) || BARE_REQUEST.test(lower);

const CHATTER =
  /^(?:i (?:feel|am (?:sad|bored|happy|tired|hungry|lonely)|hate (?:you|this)|love you|think|like you)|i'm (?:sad|bored|happy|tired|hungry|lonely|depressed)|my (?:dog|cat|wife|husband|mum|mom|dad|kid|son|daughter|car|computer|phone)|you (?:are|suck)|you're|fuck|shit|asdf|test(?:ing)?$|lorem|blah|foo bar|do you love)\b/;

/** Talk about moods, pets and the assistant itself. */
export const isChatter = (lower: string): boolean => CHATTER.test(lower) && !JOB_WORDS.test(lower);
