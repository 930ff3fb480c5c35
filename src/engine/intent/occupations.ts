/** Nouns that end a job title, in the singular. */
const HEADS = new Set(
  (
    "accountant actor actuary actuarial adjuster administrator admin adviser advisor advocate agent agronomist aide ambassador anaesthetist anaesthesiologist anesthesiologist analyst " +
    "anlagenmechaniker apprentice archaeologist architect archivist artist assembler assessor assistant associate astronomer attendant attorney auditor author baker banker barber barista " +
    "barrister bartender beautician bookkeeper bosun botanist breeder bricklayer broker builder butcher buyer captain caregiver caretaker carer carpenter cartographer cashier caterer " +
    "chaplain chauffeur chef chemist childminder chiropractor cleaner clerk clinician coach coder commander concierge conductor conservator consultant contractor controller cook " +
    "coordinator copywriter coroner counsel counsellor counselor courier craftsman creator crew curator custodian dancer dba dealer decorator dentist designer detective dev developer " +
    "devops dietician dietitian director dispatcher diver dj doctor doorman draftsman draughtsman dressmaker driver ecologist economist editor educator electrician engineer " +
    "engraver entertainer epidemiologist erzieher erzieherin estimator evaluator examiner executive expert fabricator facilitator farmer farmhand fellow fighter filmmaker firefighter fisherman fitter " +
    "florist forester framer fundraiser gardener generalist geneticist geologist geophysicist glazier grower groundskeeper groomer guard guide gynaecologist hairdresser hairstylist hand " +
    "handler handyman headteacher helper historian host hostess housekeeper hygienist illustrator inspector installer instructor interpreter interviewer investigator ironworker janitor jeweller " +
    "joiner journalist judge keeper labourer laborer laboratorian landscaper lawyer leader lecturer librarian lifeguard linguist loader locksmith machinist maid maintainer maker manager " +
    "marketer mason masseur mathematician matron mechanic mechatronics mentor merchandiser merchant messenger microbiologist midwife miller miner minister model moderator modeller musician nanny " +
    "navigator neurologist notary nurse nutritionist obstetrician officer operative operator optician optometrist orderly organiser organizer owner packer painter paralegal paramedic parker " +
    "partner pathologist pediatrician paediatrician performer pflegefachkraft pharmacist phlebotomist photographer physician physicist physio physiologist physiotherapist picker pilot pipefitter planner plasterer " +
    "plumber podiatrist policeman porter postdoc practitioner presenter president principal printer processor procurer producer professional professor programmer proofreader prosecutor psychiatrist " +
    "psychologist psychotherapist publicist purchaser radiographer radiologist ranger receptionist recruiter registrar rep representative reporter researcher responder reviewer rigger roofer sailor " +
    "salesman salesperson saleswoman scaffolder scheduler scientist scrub seamstress secretary seller server setter shepherd shopkeeper sister skipper sociologist soldier solicitor sommelier sonographer specialist " +
    "statistician stevedore steward stewardess stocker strategist stylist superintendent supervisor surgeon surveyor sweeper sysadmin tailor teacher technician technologist telemarketer teller " +
    "tester therapist tiler toolmaker trader trainee trainer translator treasurer tutor typist underwriter upholsterer usher valet valuer vet veterinarian videographer waiter waitress waitperson " +
    "warden warehouseman warehouser welder wireman worker wrangler writer youtuber zookeeper sre swe sdet dba cna hca lpn hgv phlebotomist sdr bdr cfo ceo cto coo cmo cio ciso chro vp mechanic md gp sho " +
    "zerspanungsmechaniker fresser drescher krankenpfleger krankenschwester entwickler entwicklerin lehrer lehrerin fahrer kellner koch verkäufer buchhalter"
  ).split(" "),
);
const ENDINGS = /(?:ologist|iatrist|ician|woman|keeper|smith|wright|maker|worker|operator|engineer|developer|designer|mechaniker|pfleger|entwickler)$/;

/** "Nurses" to "nurse", "waitresses" to "waitress", "craftsmen" to "craftsman"; other words unchanged. */
export function singularTitle(word: string): string {
  if (word.endsWith("men") && word.length > 5) return `${word.slice(0, -3)}man`;
  if (/(?:sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
  if (/[^aeiou]ies$/.test(word) && word.length > 5) return `${word.slice(0, -3)}y`;
  if (word.endsWith("wives")) return `${word.slice(0, -3)}fe`;
  return /[^su]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}

/** Whether a lower-case word can end a job title: "nurse", "drivers", "haematologist". */
export function isOccupation(word: string): boolean {
  const base = singularTitle(word.replace(/'s?$/, "").split(/[-/]/).at(-1)!);
  return HEADS.has(base) || HEADS.has(word) || (base.length > 7 && ENDINGS.test(base));
}
