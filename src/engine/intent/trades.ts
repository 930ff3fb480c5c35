/**
 * Skills of the vocabulary that name a whole line of work. "Warehouse jobs" and "frontend developer" say what the work is about,
 * as a title does; only "with warehouse experience" asks for the skill.
 */
const TRADES = new Set(
  [
    "Frontend development, Backend development, Full-stack development, Web development, Mobile development, Game development, Blockchain development, Technical writing, Open source, Data analysis, Data engineering, Data science",
    "Business intelligence, Data entry, Database administration, Cloud computing, DevOps, Site reliability engineering, Platform engineering, Network engineering, Cyber security, IT support, Information technology, Systems administration",
    "UX design, UI design, Product design, Interaction design, Service design, User research, Graphic design, Illustration, Animation, Photography, UX writing, Industrial design, Fashion design, Interior design, Game design",
    "Product management, Business analysis, Project management, Programme management, Product operations, Quality assurance, Manual testing, Test automation",
    "Registered nursing, School nursing, District nursing, Practice nursing, Midwifery, Clinical medicine, Emergency medicine, General practice, Psychiatry, Radiology, Radiography, Pharmacy, Physiotherapy, Occupational therapy",
    "Speech and language therapy, Dietetics, Optometry, Audiology, Podiatry, Dentistry, Dental nursing, Dental hygiene, Paramedic practice, Public health, Psychotherapy, Clinical psychology, Counselling, Veterinary medicine, Veterinary nursing",
    "Massage therapy, Personal training, Beauty therapy, Hairdressing, Personal care, Domiciliary care, Residential care, Elderly care, Social work, Youth work, Residential childcare, Family support, Homelessness support",
    "Teaching, Primary teaching, Secondary teaching, Early childhood education, Childcare, Maths teaching, Physics teaching, Physics, Chemistry teaching, Biology teaching, Science teaching, English teaching, English as a foreign language",
    "Language teaching, History teaching, Music teaching, Art teaching, Physical education teaching, Computer science teaching, Tutoring, Online teaching, Higher education, Academic research, School administration, Library services, Careers guidance",
    "Laboratory work, Medical laboratory science, Molecular biology, Microbiology, Materials science, Ecology, Geology, Chemistry, Biology, Biotechnology, Regulatory affairs",
    "Accounting, Bookkeeping, Management accounting, Fund accounting, Insurance accounting, Investment banking, Retail banking, Underwriting, Insurance claims, Internal audit, External audit, Tax, Payroll, Fundraising, Economics, Financial advice, Trading",
    "Law, Corporate law, Family law, Employment law, Criminal law, Immigration law, Tax law, Litigation, Conveyancing, Commercial property, Paralegal work, Legal administration, Public policy",
    "Human resources, Recruitment, IT recruitment, Learning and development, Office administration, Reception, Event management, Facilities management, Translation, Operations management, Management consulting, Health and safety",
    "Sales, B2B sales, Enterprise sales, Inside sales, Field sales, Lead generation, Business development, Account management, Sales operations, Customer service, Customer success, Call centre, Real estate sales, Insurance sales, Vehicle sales",
    "Marketing, Digital marketing, Product marketing, Brand management, Social media, Content marketing, Copywriting, Email marketing, Market research, Public relations, E-commerce, Journalism, Editing, Video production, Video editing, Broadcasting, Publishing",
    "Carpentry, Bricklaying, Plastering, Painting and decorating, Roofing, Tiling, Flooring, Groundworks, Scaffolding, Demolition, Plumbing, Heating systems, Electrical installation, Welding, Metal fabrication, Site management, Quantity surveying",
    "Civil engineering, Structural engineering, Building surveying, Architecture, Building maintenance, Security guarding, Landscaping, Cleaning, Glazing, Solar installation, Renewable energy, Mechanical engineering, Electrical engineering, Electronics",
    "Chemical engineering, Systems engineering, Aerospace engineering, Automotive engineering, Industrial automation, Robotics, Industrial maintenance, Mining, Production work, Manufacturing, Vehicle repair, Heavy vehicle repair, Sewing, Woodworking, Printing",
    "Food production, Oil and gas, Truck driving, Van driving, Passenger transport, Warehouse operations, Shipping and receiving, Supply chain management, Logistics, Packing, Freight forwarding, Port operations, Maritime, Aviation ground handling, Cabin crew",
    "Piloting, Rail operations, Removals, Cooking, Pastry, Butchery, Catering, Food service, Bartending, Barista, Hotel front office, Hotel reservations, Housekeeping, Restaurant management, Kitchen management, Kitchen portering, Tour guiding, Spa services, Event hospitality, Fast food",
    "Retail sales, Store management, Retail buying, Fashion retail, Electronics retail, Grocery retail, Floristry, Jewellery retail, Bookselling, Optical retail, Agriculture, Horticulture, Forestry, Fisheries, Livestock, Animal care, Viticulture, Environmental management",
    "Sustainability, Conservation, Humanitarian aid, Local government, Urban planning, Policing, Firefighting, Military service, Prison service, Archaeology, Lifeguarding, Performing arts, Music performance, Religious ministry",
  ].flatMap((line) => line.split(", ")),
);

/** Abbreviations people use of a qualification, not of the trade. */
const QUALIFICATIONS = /^(?:RN|RGN|RMN|LPN|EFL|TEFL)s?$/;
const DEMANDED_BEFORE =
  /\b(?:with|know(?:s|ing)?|knowledge of|experience (?:in|with|of)|experienced in|skilled in|background in|trained in|qualified in|certified in|proficient in|expertise in|good at|must have|who (?:can )?do(?:es)?)\b[^.;!?\n]{0,36}$/;
const DEMANDED_AFTER = /^(?: and \w+)? (?:experience|skills?|knowledge|background|certificat\w+|qualifications?|expertise|know-how)\b/;

/** Whether a skill, where it stands, only names the trade. */
export function namesTrade(lower: string, hit: { skill: string; text: string; start: number; end: number }): boolean {
  if (!TRADES.has(hit.skill) || QUALIFICATIONS.test(hit.text)) return false;
  return !DEMANDED_BEFORE.test(lower.slice(Math.max(0, hit.start - 60), hit.start)) && !DEMANDED_AFTER.test(lower.slice(hit.end, hit.end + 40));
}
