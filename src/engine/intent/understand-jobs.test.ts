import { describe, expect, test } from "vitest";
import { read, seeker } from "./test-conversation.ts";

type Row = [message: string, reading: Record<string, unknown>];
const reads = (rows: Row[]): void => test.each(rows)("%s", (message, reading) => expect(read(seeker(message))).toEqual(reading));

describe("a job seeker's request is read as search words and filters", () => {
  describe("trades, titles and skills", () => {
    reads([
      ["TypeScript jobs in Germany paying 70k+", { query: "TypeScript", skills: ["TypeScript"], places: ["DE"], salary: "70000 EUR year" }],
      ["senior ICU nurses near Manchester", { query: "ICU nurses", skills: ["Intensive care"], seniority: ["senior"], places: ["Manchester +50"] }],
      ["JS developer", { query: "JS developer", skills: ["JavaScript"] }],
      ["devops with k8s and Terraform", { query: "devops k8s Terraform", skills: ["Kubernetes", "Terraform"] }],
      ["RN jobs in Chicago", { query: "RN", skills: ["Registered nursing"], places: ["Chicago"] }],
      ["night shift ICU nurse", { query: "night shift ICU nurse", skills: ["Night shifts", "Intensive care"] }],
      ["plumber", { query: "plumber" }],
      ["find me warehouse jobs in Leeds", { query: "warehouse", places: ["Leeds"] }],
      ["with warehouse experience", { query: "warehouse experience", skills: ["Warehouse operations"] }],
      ["frontend developer Berlin", { query: "frontend developer", places: ["Berlin"] }],
      ["candidate experience manager jobs", { query: "candidate experience manager" }],
      ["I am a recruiter looking for a job", { query: "recruiter" }],
      ["social work jobs near Leeds", { query: "social work", places: ["Leeds +50"] }],
      ["IT support in Pune", { query: "IT support", places: ["Pune"] }],
      ["chef de partie Dubai", { query: "chef de partie", places: ["Dubai"] }],
      ["hgv class 1 driver glasgow £18ph", { query: "hgv class 1 driver", skills: ["HGV class 1"], places: ["Glasgow"], salary: "18 GBP hour" }],
      ["band 6 nurse Manchester", { query: "band 6 nurse", places: ["Manchester"] }],
      ["year 6 teacher", { query: "year 6 teacher" }],
      ["first line support manchester", { query: "first line support", places: ["Manchester"] }],
      ["2nd line support", { query: "2nd line support" }],
      ["email marketing jobs", { query: "email marketing" }],
      ["who know Kubernetes", { query: "Kubernetes", skills: ["Kubernetes"] }],
      ["must know SQL, Python preferred", { query: "SQL Python", skills: ["SQL"] }],
      ["React or Vue developer in Berlin", { query: "React Vue developer", places: ["Berlin"] }],
      ["react, vue or angular", { query: "react vue angular" }],
      ["node and postgres backend roles", { query: "node postgres backend", skills: ["Node.js", "PostgreSQL"] }],
      ["Excel skills admin job", { query: "Excel admin", skills: ["Excel"] }],
      ["c++ robotics munich on site", { query: "c++ robotics", skills: ["C++"], remote: ["onsite"], places: ["Munich"] }],
      ["data engineer with airflow and dbt but no java", { query: "data engineer airflow dbt", skills: ["Apache Airflow", "dbt"], exclude_skills: ["Java"] }],
      ["what jobs can I do with a biology degree?", { query: "biology degree", unparsed: ["with a biology degree"] }],
      ['jobs at "Port of Hamburg" or Northwind Health', { query: "", companies: ["Port of Hamburg", "Northwind Health"] }],
    ]);
  });

  describe("places", () => {
    reads([
      ["hybrid or remote data analyst roles in London or Leeds", { query: "data analyst", remote: ["hybrid", "remote"], places: ["London", "Leeds"] }],
      ["jobs in london manchester and birmingham", { query: "", places: ["London", "Manchester", "Birmingham"] }],
      [
        "I'm looking for a part time teaching assistant job within 20 miles of Birmingham",
        { query: "teaching assistant", employment_types: ["part_time"], places: ["Birmingham +32.2"] },
      ],
      ["Leeds + 10 miles", { query: "", places: ["Leeds +16.1"] }],
      ["max 20km from Cologne", { query: "", places: ["Cologne +20"] }],
      ["Leeds area", { query: "", places: ["Leeds +50"] }],
      ["Berlin, Germany", { query: "", places: ["Berlin"] }],
      ["US remote", { query: "", remote: ["remote"], places: ["US"] }],
      ["Bavaria", { query: "", places: ["Bavaria"] }],
      ["not in London", { query: "", exclude_places: ["London"] }],
      ["outside London but in the UK", { query: "", places: ["GB"], exclude_places: ["London"] }],
      ["Germany except Berlin", { query: "", places: ["DE"], exclude_places: ["Berlin"] }],
      ["anywhere", { query: "" }],
      ["anywhere but London", { query: "", exclude_places: ["London"] }],
      ["anywhere in Germany, remote ok", { query: "", remote: ["remote"], places: ["DE"] }],
      ["not too far from Leeds", { query: "", places: ["Leeds +50"] }],
      ["I live in Leeds and want a warehouse job", { query: "warehouse", places: ["Leeds +50"] }],
      ["I'm Anna, a nurse from Manchester looking for ICU work", { query: "nurse ICU", skills: ["Intensive care"], places: ["Manchester"] }],
      ["moving from London to Berlin, looking for react jobs", { query: "react", skills: ["React"], places: ["Berlin"] }],
      ["Any midwife vacancies within an hour of Bristol?", { query: "midwife", places: ["Bristol +50"], unparsed: ["within an hour"] }],
      ["reading tutor", { query: "reading tutor" }],
      ["jobs in Reading", { query: "", places: ["Reading"] }],
      ["cleaning jobs near me", { query: "cleaning", unparsed: ["near me"] }],
      ["London or fully remote data scientist", { query: "data scientist London fully remote", unparsed: ["London or fully remote"] }],
    ]);
  });

  describe("pay", () => {
    reads([
      ["at least 300k INR a year data engineer in Hyderabad", { query: "data engineer", places: ["Hyderabad"], salary: "300000 INR year" }],
      ["12 LPA java developer bangalore", { query: "java developer", skills: ["Java"], places: ["Bengaluru"], salary: "1200000 INR year" }],
      [
        "night shift RN jobs in Chicago paying at least $45 an hour",
        { query: "night shift RN", skills: ["Night shifts", "Registered nursing"], places: ["Chicago"], salary: "45 USD hour" },
      ],
      ["paying 60 to 80k", { query: "", salary: "60000 GBP year" }],
      ["at least 3000 euros", { query: "", salary: "3000 EUR month" }],
      ["min 4500 CHF Zurich nurse", { query: "nurse", places: ["Zurich"], salary: "4500 CHF month" }],
      ["day rate 450 devops contract", { query: "devops", employment_types: ["contract"], salary: "450 GBP day" }],
      ["25/hr", { query: "", salary: "25 GBP hour" }],
      ["minimum 50k INR java", { query: "java", skills: ["Java"], salary: "50000 INR month" }],
      ["FIFO electrician roles Perth, $60 an hour or more", { query: "FIFO electrician", places: ["Perth"], salary: "60 AUD hour" }],
      [
        "CFO roles in Southeast Asia, 300k+ SGD",
        { query: "CFO", seniority: ["executive"], places: ["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN"], salary: "300000 SGD year" },
      ],
      ["six figure sales jobs", { query: "sales", salary: "100000 GBP year" }],
      ["under 50k", { query: "", unparsed: ["under 50k"] }],
      ["no less than 50k", { query: "", salary: "50000 GBP year" }],
      ["nothing under £30k in Manchester", { query: "", places: ["Manchester"], salary: "30000 GBP year" }],
    ]);
  });

  describe("levels and years", () => {
    reads([
      ["entry level marketing jobs in Paris", { query: "marketing", seniority: ["junior"], places: ["Paris"] }],
      ["fresher jobs in Bangalore", { query: "", seniority: ["junior"], places: ["Bengaluru"] }],
      ["graduate engineer", { query: "engineer", seniority: ["junior"] }],
      ["lead engineer", { query: "engineer", seniority: ["lead"] }],
      ["staff software engineer", { query: "software engineer", seniority: ["lead"] }],
      ["staff nurse in Manchester", { query: "staff nurse", places: ["Manchester"] }],
      ["team lead experience required", { query: "team lead" }],
      ["lead generation specialist", { query: "lead generation specialist" }],
      ["senior living activities coordinator", { query: "senior living activities coordinator" }],
      ["senior care assistant", { query: "care assistant", seniority: ["senior"] }],
      ["senior care jobs", { query: "senior care" }],
      ["caring for seniors", { query: "caring seniors" }],
      ["mid to senior python developer", { query: "python developer", skills: ["Python"], seniority: ["mid", "senior"] }],
      ["junior/mid react dev", { query: "react dev", skills: ["React"], seniority: ["junior", "mid"] }],
      ["senior and above", { query: "", seniority: ["senior", "lead", "executive"] }],
      ["not too senior", { query: "", exclude_seniority: ["senior", "lead", "executive"] }],
      ["head of product in Singapore", { query: "head of product", seniority: ["executive"], places: ["SG"] }],
      ["director of nursing", { query: "director of nursing", seniority: ["executive"] }],
      ["art director", { query: "art director" }],
      ["account executive in Dallas", { query: "account executive", places: ["Dallas"] }],
      ["school principal jobs", { query: "school principal" }],
      ["principal engineer", { query: "engineer", seniority: ["lead"] }],
      ["chief financial officer singapore", { query: "chief financial officer", seniority: ["executive"], places: ["SG"] }],
      ["sr. java dev", { query: "java dev", skills: ["Java"], seniority: ["senior"] }],
      ["no junior roles", { query: "", exclude_seniority: ["junior"] }],
      ["not junior but senior", { query: "", seniority: ["senior"], exclude_seniority: ["junior"] }],
      ["5+ years python developer", { query: "python developer", skills: ["Python"], min_years: 5 }],
      ["I have 3 years of experience with React", { query: "React", skills: ["React"], max_years: 3 }],
      ["java developer 5-8 years pune", { query: "java developer", skills: ["Java"], min_years: 5, max_years: 8, places: ["Pune"] }],
      ["under 2 years experience", { query: "", max_years: 2 }],
      ["no experience needed", { query: "", max_years: 0 }],
      ["2 year contract", { query: "", employment_types: ["contract"] }],
    ]);
  });

  describe("kinds of work", () => {
    reads([
      ["work from home customer service", { query: "customer service", remote: ["remote"] }],
      [
        "fully remote senior typescript developer, at least 70k EUR, not an agency",
        { query: "typescript developer", skills: ["TypeScript"], remote: ["remote"], seniority: ["senior"], employer_kind: "direct", salary: "70000 EUR year" },
      ],
      ["hybrid 2 days a week in the office, London", { query: "", remote: ["hybrid"], places: ["London"] }],
      ["no remote", { query: "", remote: ["onsite", "hybrid"] }],
      ["remote sensing scientist", { query: "remote sensing scientist", skills: ["Remote sensing"] }],
      ["not necessarily remote", { query: "" }],
      [
        "full-time permanent accountant in Cape Town",
        { query: "accountant", employment_types: ["full_time"], exclude_employment_types: ["contract", "temporary", "internship"], places: ["Cape Town"] },
      ],
      ["anything but contract", { query: "", exclude_employment_types: ["contract"] }],
      ["no contract, no temp", { query: "", exclude_employment_types: ["contract", "temporary"] }],
      ["contract manager in Dubai", { query: "contract manager", places: ["Dubai"] }],
      ["freelance video editor", { query: "video editor", employment_types: ["contract"] }],
      ["summer internship in Lyon", { query: "", employment_types: ["internship"], places: ["Lyon"] }],
      ["temp work", { query: "", employment_types: ["temporary"] }],
      ["warehouse operative, 24 hours a week, Leeds", { query: "warehouse operative", employment_types: ["part_time"], places: ["Leeds"] }],
      ["no unpaid internships", { query: "", unparsed: ["no unpaid internships"] }],
    ]);
  });

  describe("recency", () => {
    reads([
      ["jobs posted this week", { query: "", max_age_days: 7 }],
      ["new today", { query: "", max_age_days: 1 }],
      ["nurse jobs from the last 3 days", { query: "nurse", max_age_days: 3 }],
      ["recent electrician jobs", { query: "electrician", max_age_days: 14 }],
      ["jobs added in the last 24 hours", { query: "", max_age_days: 1 }],
      ["jobs posted since Monday", { query: "", max_age_days: 4 }],
      ["posted less than 2 weeks ago", { query: "", max_age_days: 14 }],
      ["I'm looking for a new job", { query: "" }],
      ["new business sales in Dallas", { query: "new business sales", places: ["Dallas"] }],
    ]);
  });

  describe("employers, languages, sponsorship", () => {
    reads([
      ["remote React jobs, no agencies", { query: "React", skills: ["React"], remote: ["remote"], employer_kind: "direct" }],
      ["I only want direct employers, not recruiters", { query: "", employer_kind: "direct" }],
      ["agency nurse shifts in Manchester", { query: "nurse shifts", employer_kind: "agency", places: ["Manchester"] }],
      ["marketing agency account manager", { query: "marketing agency account manager" }],
      ["jobs at Lumen Ledger", { query: "", companies: ["Lumen Ledger"] }],
      ["roles at Google in London", { query: "", companies: ["Google"], places: ["London"] }],
      ["jobs at University of Leeds", { query: "", companies: ["University of Leeds"] }],
      ["not at Lumen Ledger or Northwind Health", { query: "", exclude_companies: ["Lumen Ledger", "Northwind Health"] }],
      ["not at Google", { query: "", exclude_companies: ["Google"] }],
      ["jobs like the one at Lumen Ledger", { query: "Lumen Ledger" }],
      ["German-speaking customer support in Dublin", { query: "customer support", languages: ["German"], places: ["Dublin"] }],
      ["speaks French", { query: "", languages: ["French"] }],
      ["fluent in Spanish", { query: "", languages: ["Spanish"] }],
      ["English jobs in Berlin", { query: "", languages: ["English"], places: ["Berlin"] }],
      ["bilingual English/Spanish customer service", { query: "customer service", languages: ["English", "Spanish"] }],
      ["Spanish or Portuguese speaking sales rep", { query: "Spanish Portuguese sales rep" }],
      ["French teacher in Toronto", { query: "French teacher", places: ["Toronto"] }],
      ["no German needed", { query: "", unparsed: ["no German needed"] }],
      ["I speak English and Hindi, looking for customer support", { query: "customer support" }],
      ["visa sponsorship jobs in the UK for nurses", { query: "nurses", visa_sponsorship: true, places: ["GB"] }],
      ["I don't need a visa", { query: "" }],
    ]);
  });

  describe("denials and wishes", () => {
    reads([
      ["without Java", { query: "", exclude_skills: ["Java"] }],
      ["I hate PHP", { query: "", exclude_skills: ["PHP"] }],
      ["Python (not Java)", { query: "Python", skills: ["Python"], exclude_skills: ["Java"] }],
      ["not ICU or A&E, ward nurse only", { query: "ward nurse", exclude_skills: ["Intensive care", "Emergency nursing"] }],
      [
        "no Java or PHP, React only, remote, Benelux",
        { query: "React", skills: ["React"], exclude_skills: ["Java", "PHP"], remote: ["remote"], places: ["BE", "NL", "LU"] },
      ],
      ["HGV driver jobs in Glasgow not nights", { query: "HGV driver", exclude_skills: ["Night shifts"], places: ["Glasgow"] }],
      ["nothing in London please", { query: "", exclude_places: ["London"] }],
      ["nothing from Acme Corp", { query: "", exclude_companies: ["Acme Corp"] }],
      ["JS developer, ideally with Docker", { query: "JS developer Docker", skills: ["JavaScript"] }],
      ["Docker and Kubernetes are a plus", { query: "Docker Kubernetes" }],
      ["nice to have: Kubernetes, Terraform", { query: "Kubernetes Terraform" }],
      ["preferably remote, Berlin", { query: "", places: ["Berlin"] }],
      ["Leeds or Bradford, ideally part time", { query: "", places: ["Leeds", "Bradford"] }],
      ["open to contract or permanent", { query: "" }],
    ]);
  });

  describe("what no filter holds", () => {
    reads([
      ["no weekends", { query: "", unparsed: ["no weekends"] }],
      ["with a four-day week", { query: "four-day week", unparsed: ["with a four-day week"] }],
      ["commute under 30 minutes", { query: "", unparsed: ["commute under 30 minutes"] }],
      ["jobs like teaching but not teaching", { query: "teaching", unparsed: ["not teaching"] }],
      ["carer jobs no driving required", { query: "carer", unparsed: ["no driving required"] }],
      ["contract devops outside IR35", { query: "devops outside IR35", employment_types: ["contract"], unparsed: ["outside IR35"] }],
      ["high paying tech jobs", { query: "tech", unparsed: ["high paying"] }],
      ["immediate joiner, 6 years exp, power bi", { query: "power bi", skills: ["Power BI"], max_years: 6, unparsed: ["immediate joiner"] }],
      ["React is a must, Docker essential", { query: "React Docker", skills: ["React", "Docker"] }],
      ["exclude Java and PHP, remote", { query: "", exclude_skills: ["Java", "PHP"], remote: ["remote"] }],
      ["jobs in Leeds, Bradford not included", { query: "", places: ["Leeds"], exclude_places: ["Bradford"] }],
      ["kubernetes jobs in Hamburg that aren't senior", { query: "kubernetes", skills: ["Kubernetes"], exclude_seniority: ["senior"], places: ["Hamburg"] }],
      ["full stack, but no PHP or WordPress", { query: "full stack", exclude_skills: ["PHP", "WordPress"] }],
      ["not a team lead position", { query: "", exclude_seniority: ["lead"] }],
    ]);
  });

  describe("whole requests", () => {
    reads([
      ["Location: Berlin. Salary: 80k. Remote: yes. Role: frontend.", { query: "frontend", remote: ["remote"], places: ["Berlin"], salary: "80000 EUR year" }],
      [
        "I want remote work only, TypeScript or Go, min 80,000 euros, no crypto companies",
        { query: "TypeScript Go", remote: ["remote"], salary: "80000 EUR year", unparsed: ["no crypto companies"] },
      ],
      [
        "remote or hybrid, Berlin or Hamburg, TypeScript and React but not Angular, 75k+, direct only, posted this month",
        {
          query: "TypeScript React",
          skills: ["TypeScript", "React"],
          exclude_skills: ["Angular"],
          remote: ["remote", "hybrid"],
          max_age_days: 30,
          employer_kind: "direct",
          places: ["Berlin", "Hamburg"],
          salary: "75000 EUR year",
        },
      ],
      [
        "part-time evening bar work, Barcelona, Spanish and English",
        { query: "evening bar work", employment_types: ["part_time"], languages: ["Spanish", "English"], places: ["Barcelona"] },
      ],
      [
        "mid-level backend, node, Hamburg or Berlin, German not needed",
        { query: "backend node", skills: ["Node.js"], seniority: ["mid"], places: ["Hamburg", "Berlin"], unparsed: ["German not needed"] },
      ],
      ["solicitor 3-7 PQE Bristol", { query: "solicitor", min_years: 3, max_years: 7, places: ["Bristol"] }],
      [
        "HGV Class 1 Glasgow. No nights out. £16+ an hour.",
        { query: "HGV Class 1", skills: ["HGV class 1"], places: ["Glasgow"], salary: "16 GBP hour", unparsed: ["No nights out"] },
      ],
      ["cloud engineer aws azure or gcp", { query: "cloud engineer aws azure gcp" }],
      [".NET developer in Dublin", { query: ".NET developer", skills: [".NET"], places: ["Dublin"] }],
      ["Looking for jobs as an HVAC technician in the UAE with visa", { query: "HVAC technician", skills: ["HVAC"], visa_sponsorship: true, places: ["AE"] }],
      ["find me a job", { query: "" }],
      ["what fits me?", { query: "" }],
      ["jobs matching my resume", { query: "" }],
      ["Remote. React. 80k EUR. Germany.", { query: "React", remote: ["remote"], places: ["DE"], salary: "80000 EUR year" }],
      [
        "nurse (ICU, nights) - Manchester - £25/hr - no agencies",
        { query: "nurse ICU nights", skills: ["Intensive care", "Night shifts"], employer_kind: "direct", places: ["Manchester"], salary: "25 GBP hour" },
      ],
      [
        "Looking for a senior frontend role, React/TypeScript, fully remote from Spain, 60-70k EUR, no agencies please.",
        {
          query: "frontend React/TypeScript",
          skills: ["React", "TypeScript"],
          remote: ["remote"],
          seniority: ["senior"],
          employer_kind: "direct",
          places: ["ES"],
          salary: "60000 EUR year",
        },
      ],
      [
        "sr software engg with 8 yrs exp in java spring boot, bangalore or hyderabad, 35 lpa",
        {
          query: "software engg java spring boot",
          skills: ["Java", "Spring Boot"],
          seniority: ["senior"],
          max_years: 8,
          places: ["Bengaluru", "Hyderabad"],
          salary: "3500000 INR year",
        },
      ],
      [
        "want job in UAE hotel, salary AED 5000 monthly with accommodation",
        { query: "hotel accommodation", places: ["AE"], salary: "5000 AED month", unparsed: ["with accommodation"] },
      ],
      ["any vacancies going for a chippy round Leeds?", { query: "chippy", places: ["Leeds"] }],
      ["JOBS IN LONDON PAYING 40K PLUS", { query: "", places: ["London"], salary: "40000 GBP year" }],
      ["remot sinior enginer jobs", { query: "engineer", remote: ["remote"], seniority: ["senior"] }],
      ["my name is Anna Schmidt, anna@example.org, I want nurse jobs in Cologne", { query: "nurse", places: ["Cologne"] }],
    ]);
  });
});
