import { isStopWord } from "../text/stop-words.ts";

/** Words of asking, which name no topic. */
const NOISE = new Set(
  (
    "worked trained find finding show search searching searches searched browse get getting give list see look looking want wants wanted wanting need needs needed needing seek seeking seeker help please pls plz kindly " +
    "jobs roles positions openings vacancies opportunities employment gigs gig listings listing postings posting posts offers candidates applicants resumes cvs profiles someone anybody anyone somebody " +
    "person persons hire hiring hires recruiting new best good great nice top suitable suited right available fit fits fitting suit suits match matches matching matched recommend recommended suggest suggested suggestions interested " +
    "interesting currently based located skilled proficient familiar background ideally preferably prefer preferred year years yr yrs like love would id hello hi hey thanks thank dear now then kind kinds sort " +
    "type types something anything stuff thing things lot bit really asap let lets im ive ill youre theres whats wanna gonna gotta could us ones one per every day week month hour with without within near nearby around close " +
    "experienced salary salaries pay pays paying paid wage wages compensation earn earning earns make making money least most maximum minimum max min plus only just but instead rather actually maybe perhaps apply applying applied currently " +
    "today exact exactly results result options option else another any some many much few several also too well still again ok okay yes no not sure must should shall might able go come try trying start change changed update switch set " +
    "using use used uses via etc eg ie in on at for from to of by as into onto across throughout about between among up down out off over under above below the a an and or nor if so that this these those there here it its " +
    "i me my mine myself we our ours you your yours he him his she her they them their who whom whose which what when where why how am is are was were be been being have has had do does did doing can will " +
    "looks going open company companies employer employers employers' team's limit filter filters requirement requirements required requires require opportunity vacancy opening fulfil level levels seniority location locations skills knowledge know knows knowing essential mandatory somewhere elsewhere whole entire widen expand extend raise increase reduce lower broaden stay thought thoughts keep include add mind changed say next last drop swap replace name everything nothing less old olds older months weeks days minutes hours fewer wider broader narrower closest nearest info details fine surprise urgently meant mean none both cheaper closer better higher lower bigger smaller nearer tell ideal possible possibly quite very well-paid paid " +
    "dont doesnt isnt arent cant wont don't doesn't isn't aren't can't won't i'm i've i'd i'll we're we've we'd you're they're that's what's who's there's let's it's"
  ).split(" "),
);
/** Nouns of asking that can also begin a title: "job coach", "talent partner", "hiring manager". */
const TITLE_STARTERS = new Set(
  "job role position work working career people talent candidate applicant resume cv hiring recruit company search experience skill profile budget staff employee employees matching".split(
    " ",
  ),
);

export const isNoise = (word: string): boolean => NOISE.has(word) || (isStopWord(word) && word !== "it") || TITLE_STARTERS.has(word);
export const startsTitle = (word: string): boolean => TITLE_STARTERS.has(word);
