/** British stems and what American texts have in their place. */
const STEMS: [british: string, american: string][] = [
  ["anaesth", "anesth"],
  ["paed", "ped"],
  ["haem", "hem"],
  ["gynaec", "gynec"],
  ["archaeo", "archeo"],
  ["isation", "ization"],
  ["analyse", "analyze"],
  ["labour", "labor"],
  ["behaviour", "behavior"],
  ["colour", "color"],
  ["centre", "center"],
  ["fibre", "fiber"],
  ["licence", "license"],
  ["defence", "defense"],
  ["programme", "program"],
  ["modelling", "modeling"],
  ["labelling", "labeling"],
  ["counselling", "counseling"],
  ["travelling", "traveling"],
  ["fulfilment", "fulfillment"],
  ["enrolment", "enrollment"],
  ["mould", "mold"],
  ["aluminium", "aluminum"],
  ["jewellery", "jewelry"],
  ["catalogue", "catalog"],
];

/** A name as written in British English, followed by its American spelling where that differs. */
export function spellings(name: string): string[] {
  let american = name;
  for (const [british, stem] of STEMS) {
    const at = american.toLowerCase().indexOf(british);
    if (at >= 0) american = american.slice(0, at) + matchCase(stem, american[at]!) + american.slice(at + british.length);
  }
  return american === name ? [name] : [name, american];
}

const matchCase = (stem: string, first: string): string => (first === first.toUpperCase() ? stem[0]!.toUpperCase() + stem.slice(1) : stem);
