import type { SkillHit } from "../vocabulary/skills.ts";

/**
 * Lines of work beside those the vocabulary marks as broad. "Bookkeeping jobs" says what the work is about, as a title does;
 * only "with bookkeeping experience" asks for the skill.
 */
const TRADES: ReadonlySet<string> = new Set(
  `Donation sorting, Garden centre, Blockchain development, Data entry, Database administration, Platform engineering, Illustration, Animation, UX writing, Industrial design,
Fashion design, Interior design, Game design, Programme management, School nursing, District nursing, Practice nursing, Emergency medicine, Radiology,
Speech and language therapy, Dietetics, Audiology, Podiatry, Dental nursing, Dental hygiene, Psychotherapy, Clinical psychology, Counselling,
Massage therapy, Personal training, Beauty therapy, Personal care, Domiciliary care, Elderly care, Residential childcare, Family support,
Homelessness support, Maths teaching, Physics teaching, Chemistry teaching, Biology teaching, Science teaching, English teaching,
English as a foreign language, Language teaching, History teaching, Music teaching, Art teaching, Physical education teaching, Computer science teaching,
Tutoring, Online teaching, Academic research, School administration, Library services, Careers guidance, Medical laboratory science, Molecular biology,
Materials science, Ecology, Geology, Regulatory affairs, Bookkeeping, Management accounting, Fund accounting, Insurance accounting, Underwriting,
Insurance claims, Internal audit, External audit, Tax, Payroll, Fundraising, Financial advice, Trading, Corporate law, Family law, Employment law,
Criminal law, Immigration law, Tax law, Litigation, Conveyancing, Commercial property, Paralegal work, Legal administration, Public policy,
IT recruitment, Learning and development, Event management, Health and safety, B2B sales, Enterprise sales, Inside sales, Field sales, Lead generation,
Account management, Sales operations, Call centre, Insurance sales, Vehicle sales, Product marketing, Brand management, Content marketing, Copywriting,
Email marketing, Market research, Editing, Video editing, Broadcasting, Publishing, Bricklaying, Plastering, Painting and decorating, Roofing, Tiling,
Flooring, Groundworks, Scaffolding, Demolition, Heating systems, Metal fabrication, Site management, Quantity surveying, Structural engineering,
Building surveying, Architecture, Building maintenance, Cleaning, Glazing, Solar installation, Systems engineering, Heavy vehicle repair, Sewing,
Woodworking, Printing, Food production, Passenger transport, Shipping and receiving, Packing, Freight forwarding, Port operations,
Aviation ground handling, Cabin crew, Piloting, Rail operations, Removals, Pastry, Butchery, Food service, Bartending, Barista, Hotel front office,
Hotel reservations, Restaurant management, Kitchen management, Kitchen portering, Spa services, Event hospitality, Fast food, Store management,
Retail buying, Fashion retail, Electronics retail, Grocery retail, Floristry, Jewellery retail, Bookselling, Optical retail, Fisheries, Livestock,
Animal care, Viticulture, Sustainability, Conservation, Policing, Firefighting, Military service, Prison service, Archaeology, Lifeguarding,
Performing arts, Music performance, Religious ministry`
    .split(",")
    .map((name) => name.trim()),
);

/** Abbreviations people use of a qualification, not of the trade. */
const QUALIFICATIONS = /^(?:RN|RGN|RMN|LPN|EFL|TEFL)s?$/;
const DEMANDED_BEFORE =
  /\b(?:with|know(?:s|ing)?|knowledge of|experience (?:in|with|of)|experienced in|skilled in|background in|trained in|qualified in|certified in|proficient in|expertise in|good at|must have|who (?:can )?do(?:es)?)\b(?:(?!\b(?:but|jobs?|roles?)\b)[^.;!?\n]){0,36}$/;
const DEMANDED_AFTER = /^(?: and \w+)? (?:experience|skills?|knowledge|background|certificat\w+|qualifications?|expertise|know-how)\b/;

/** Whether a skill, where it stands, only names the trade. */
export function namesTrade(lower: string, hit: SkillHit): boolean {
  if ((!hit.broad && !TRADES.has(hit.skill)) || QUALIFICATIONS.test(hit.text)) return false;
  return !DEMANDED_BEFORE.test(lower.slice(Math.max(0, hit.start - 60), hit.start)) && !DEMANDED_AFTER.test(lower.slice(hit.end, hit.end + 40));
}
