/**
 * Skills that name a whole field of work, as job titles do: who asks for "HR jobs" wants the field,
 * not records that list "Human resources" as a skill.
 */
export const FIELDS: ReadonlySet<string> = new Set(
  `Accounting, Aerospace engineering, Agriculture, Artificial intelligence, Automotive engineering, Backend development, Biology, Biotechnology, Business analysis, Business development,
Business intelligence, Carpentry, Catering, Chemical engineering, Chemistry, Childcare, Civil engineering, Clinical medicine, Cloud computing, Cooking, Customer service,
Customer success, Cyber security, Data analysis, Data engineering, Data science, Dentistry, DevOps, Digital marketing, Early childhood education, E-commerce, Economics, Electrical engineering,
Electrical installation, Electronics, Embedded systems, Environmental management, Facilities management, Forestry, Frontend development, Full-stack development, Game development, General practice,
Graphic design, Hairdressing, Higher education, Horticulture, Housekeeping, Human resources, Humanitarian aid, Industrial automation, Industrial maintenance, Information technology, Investment banking,
IT support, Journalism, Landscaping, Law, Laboratory work, Local government, Logistics, Machine learning, Management consulting, Manufacturing, Maritime, Marketing, Mechanical engineering, Microbiology,
Midwifery, Mining, Mobile development, Network engineering, Occupational therapy, Office administration, Oil and gas, Operations management, Optometry, Paramedic practice, Pharmacy, Photography, Physics,
Physiotherapy, Plumbing, Primary teaching, Product design, Product management, Production work, Project management, Psychiatry, Public health, Public relations, Purchasing, Quality assurance, Radiography,
Real estate sales, Reception, Recruitment, Registered nursing, Renewable energy, Residential care, Retail banking, Retail sales, Robotics, Sales, Secondary teaching, Security guarding, Site reliability engineering,
Social media, Social work, Supply chain management, Systems administration, Teaching, Technical writing, Tour guiding, Translation, Truck driving, UI design, Urban planning, UX design, Van driving,
Vehicle repair, Veterinary medicine, Veterinary nursing, Video production, Warehouse operations, Web development, Welding, Youth work`
    .split(",")
    .map((name) => name.trim()),
);
