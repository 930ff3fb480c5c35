import type { Intent } from "./intent.ts";

type Topic = Extract<Intent, { kind: "small-talk" }>["topic"];

const NAME = "(?:rolecall|there|all|everyone|team|folks|bot|assistant|friend|buddy|mate|again|sir|madam|guys)";
const END = "(?=$|[\\s,.!?;:)]+)";
const PHRASES: [topic: Topic, source: string][] = [
  [
    "goodbye",
    "(?:good ?bye|bye(?:[- ]bye)?|see (?:you|ya)(?: (?:later|soon|tomorrow|around))?|cya|take care|farewell|ciao|that(?:'s| is|s) (?:all|it|everything)(?: (?:for )?(?:now|today|thanks?))?|good night|have a (?:good|nice|great) (?:day|one|evening|weekend)|i'm done|talk (?:to you )?(?:soon|later)|catch you later)",
  ],
  [
    "thanks",
    "(?:many )?(?:thanks?(?: you)?|thankyou|thx|tysm|ty|ta|cheers|much appreciated|appreciate it|i appreciate (?:it|that|your help)|merci|danke|gracias)(?: (?:so much|very much|a lot|a million|again|a bunch|for (?:your|the|all your) (?:help|time|assistance|support|info|information)|for (?:that|this|helping)|mate|everyone|you|(?:you're|you are|that's|that is|that was) (?:very |really |so )?(?:great|good|helpful|kind|nice|awesome|the best|perfect|brilliant)))*",
  ],
  [
    "help",
    "(?:(?:i need |need )?help(?: me)?(?: please)?(?: (?:with|using) this)?|(?:can|could) you help(?: me)?(?: out)?(?: please)?|what can (?:you|i|this) (?:do|ask|help(?: me)? with|say|help)(?: (?:you|for me|me with|here))?|how (?:does|do) (?:this|it|you|i use this|i use you|i start|that|rolecall) ?(?:work|works|use|begin)?|how (?:can|do|should) i (?:use|start|begin|search|ask|get started)(?: (?:this|you|it|here|rolecall|with this|searching))?|what (?:do|does) (?:you|this|rolecall) do|how can you help(?: me)?|what should i (?:do|ask|say|type)(?: now)?|what are my options|(?:show )?(?:commands|instructions|menu|examples)|/help|usage|what else can you do|how do i apply(?: (?:for|to) (?:it|this|a job|jobs|one|the job|that|the \\w+(?: one)?|number \\d+|\\d+))?)",
  ],
  [
    "scoring",
    "(?:(?:can you |please )?(?:explain|tell me) )?(?:how (?:are|is|do|does|did|were) (?:the |these |those |your |you )?(?:scores?|scoring|ranking|percentages?|match(?:es|ing)?)(?: (?:these|those|them|jobs|candidates))?(?: (?:calculated|computed|made(?: up)?|determined|work(?:s|ed)?|done|come about|mean))?|what (?:do|does) (?:the |these |your )?(?:scores?|percentages?|bars?|bands?) (?:mean|stand for|say))(?=[?.! ]*$)",
  ],
  [
    "identity",
    "(?:(?:who|what)(?:'s| is| are|s)? (?:exactly )?(?:you|u|this|rolecall|r u|your name|your purpose)(?: exactly)?|are you (?:a |an |really |actually )*(?:bot|robot|human|real(?: person)?|person|ai|chat ?gpt|gpt|llm|machine|computer|alive|someone|automated|assistant|claude)(?: or (?:a |an )?(?:bot|human|person|ai|machine|robot|real person))?|(?:what|which) (?:ai |language )?model (?:are you|is this|do you use)|who (?:made|built|created|owns|runs) (?:you|this)|am i (?:talking|speaking|chatting) (?:to|with) (?:a |an )?(?:bot|human|person|ai|machine|real person|robot)|tell me about yourself|introduce yourself|your name)",
  ],
  [
    "greeting",
    `(?:hi+|hello+|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|namaste|hola|hallo|bonjour|salaam|sup|wass?up|what's up|how are (?:you|u)(?: doing)?(?: today)?|how(?:'s| is) it going|how do you do|nice to meet you|pleased to meet you|dear (?:sir|madam)(?:(?: or |/)madam)?|to whom it may concern)(?: ${NAME})*`,
  ],
  [
    "acknowledge",
    "(?:o+k(?:ay|ie|ey)?|kk?|great|cool|nice(?: one)?|sure|perfect|awesome|excellent|lovely|wonderful|brilliant|fine|alright|all right|right|got it|gotcha|understood|i see|sounds (?:good|great)|good|good (?:job|work|stuff)|well done|very good|amazing|fantastic|super|wow|yes|yep|yeah|yup|no|nope|nah|never ?mind|forget it|no (?:problem|worries|idea)|whatever|i (?:don't|do not) know|dunno|not sure|idk|(?:it )?makes sense|lol|haha+|hmm+|oh|ah|aha|interesting|that helps|that's (?:great|good|fine|helpful|nice|perfect|ok|okay|cool)|not now|maybe later|will do|noted|i'm good|all good|please|so|well|then|now|anyway|sorry|my bad|oops|(?:you're|you are|that's|that is) (?:very |really |so )?(?:great|good|helpful|kind|nice|awesome|the best|perfect|brilliant))",
  ],
];
const COMPILED = PHRASES.map(([topic, source]) => [topic, new RegExp(`^${source}${END}`)] as const);
const PRIORITY: Topic[] = ["goodbye", "thanks", "help", "scoring", "identity", "greeting", "acknowledge"];
const GAP = /^(?:(?!\.\p{L})[^\p{L}\p{N}"#$£€₹+/])+/u;
const MAX_PHRASES = 8;

export interface Pleasantries {
  topics: Topic[];
  /** The text from the first word that is none. */
  rest: string;
}

/** Reads the courtesies a message opens with. */
export function pleasantries(text: string): Pleasantries {
  const topics: Topic[] = [];
  let rest = text.replace(GAP, "");
  for (let count = 0; count < MAX_PHRASES && rest !== ""; count++) {
    const lower = rest.slice(0, 90).toLowerCase();
    const hit = longest(lower);
    if (!hit) break;
    const after = rest.slice(hit.length);
    if (isPartOfMore(hit.topic, lower, after)) break;
    topics.push(hit.topic);
    rest = after.replace(GAP, "");
  }
  return { topics, rest };
}

function longest(lower: string): { topic: Topic; length: number } | null {
  let best: { topic: Topic; length: number } | null = null;
  for (const [topic, pattern] of COMPILED) {
    const match = pattern.exec(lower);
    if (match && match[0].length > (best?.length ?? 0)) best = { topic, length: match[0].length };
  }
  return best;
}

/** "Help" before "desk", "good" before "pay", "no" before "agencies", "nice" before "to have": words of a sentence, not courtesies. */
function isPartOfMore(topic: Topic, lower: string, after: string): boolean {
  if (!/^ [\p{L}\p{N}]/u.test(after)) return false;
  if (topic === "help" || topic === "identity" || /^never ?mind (?:the|about|my) /.test(lower)) return true;
  if (topic === "goodbye" || topic === "thanks" || topic === "greeting")
    return /^(?:ta|ty|yo|morning|evening|afternoon|take care|good day|sup)\b/.test(lower) && !/^ (?:i|i'm|can|could|please|find|show)\b/i.test(after);
  return /^(?:no|nope|nah|right|good|great|fine|nice|perfect|excellent|super|cool|please|sure|well|now|interesting|lovely|amazing|brilliant|fantastic|so|then|not now|yes)\b/.test(
    lower,
  )
    ? !/^(?:ok|okay|yes|great|cool|perfect|right|well|so|now|then|please|sure|good|nice)$/.test(lower.slice(0, lower.length - after.length)) ||
        !/^ (?:and |now |can|could|please|i\b|i'm|find|show|give|what|which|only|just|let|tell|compare|why|how|but |make|then|thanks|thank|add|remove|drop)/i.test(
          after,
        )
    : false;
}

const HOLD_ON = /^(?:undo|go back|cancel|stop|wait|hold on|one moment)[.! ]*$/i;

/** The topic of a message that is nothing but courtesy; null otherwise. */
export function smallTalk(text: string): Topic | null {
  if (/^[\p{Emoji_Presentation}\p{Extended_Pictographic}\s!.]+$/u.test(text) && /\p{Extended_Pictographic}/u.test(text)) return "acknowledge";
  if (HOLD_ON.test(text)) return "acknowledge";
  const { topics, rest } = pleasantries(text);
  return rest === "" ? (PRIORITY.find((topic) => topics.includes(topic)) ?? null) : null;
}
