import type { SkillArea } from "./area.ts";
import { construction } from "./construction.ts";
import { data } from "./data.ts";
import { designAndProduct } from "./design.ts";
import { education } from "./education.ts";
import { finance } from "./finance.ts";
import { frameworks } from "./frameworks.ts";
import { hospitality } from "./hospitality.ts";
import { infrastructure } from "./infrastructure.ts";
import { laboratory } from "./laboratory.ts";
import { landAndPublicService } from "./land.ts";
import { legalAndCompliance } from "./legal.ts";
import { logistics } from "./logistics.ts";
import { manufacturing } from "./manufacturing.ts";
import { marketingAndMedia } from "./marketing.ts";
import { medicineAndAlliedHealth } from "./medicine.ts";
import { nursing } from "./nursing.ts";
import { peopleAndAdministration } from "./people.ts";
import { programmingLanguages } from "./languages.ts";
import { retail } from "./retail.ts";
import { salesAndService } from "./sales.ts";
import { socialCare } from "./care.ts";

export const AREAS: readonly SkillArea[] = [
  programmingLanguages,
  frameworks,
  data,
  infrastructure,
  designAndProduct,
  nursing,
  medicineAndAlliedHealth,
  socialCare,
  education,
  laboratory,
  finance,
  legalAndCompliance,
  peopleAndAdministration,
  salesAndService,
  marketingAndMedia,
  construction,
  manufacturing,
  logistics,
  hospitality,
  retail,
  landAndPublicService,
];
