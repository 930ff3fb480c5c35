import type { Place } from "../../intent/filters.ts";

/** Names that stand for several countries: `names | country codes`. Marks: see gazetteer.ts. */
export const GROUPS = `
Europe, Europa, European countries, continental Europe, mainland Europe | AD AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK UA XK
^the EU, =EU, =E.U., European Union, Europäische Union | AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
=EEA, European Economic Area | AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
Western Europe | AT BE CH DE ES FR GB IE IT LU NL PT
Eastern Europe, Central and Eastern Europe, =CEE | BG CZ EE HU LT LV MD PL RO SK UA
Southern Europe | CY ES GR IT MT PT
DACH, D-A-CH | DE AT CH
Nordics, the Nordics, Nordic countries, Nordic region | DK FI IS NO SE
Scandinavia, Skandinavien | DK NO SE
^Baltics, the Baltics, Baltic states | EE LT LV
Benelux | BE NL LU
Balkans, the Balkans | AL BA BG HR ME MK RS SI XK
Iberia, Iberian peninsula | ES PT
British Isles, UK and Ireland, =UK&I, =UKI | GB IE
Asia, Asien | AE BD BH BN BT CN HK ID IL IN IQ IR JO JP KG KH KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK QA SA SG SY TH TJ TL TM TR TW UZ VN YE
South Asia | BD BT IN LK MV NP PK
Southeast Asia, South East Asia, South-East Asia, =SEA, ASEAN | BN ID KH LA MM MY PH SG TH VN
East Asia | CN HK JP KR MO MN TW
APAC, Asia Pacific, Asia-Pacific | AU BD BN CN FJ HK ID IN JP KH KR LA LK MM MO MY NP NZ PH SG TH TW VN
^Gulf, the Gulf, =GCC, Gulf states, Gulf countries, Arabian Gulf | AE BH KW OM QA SA
Middle East, Mideast, Naher Osten | AE BH EG IL IQ IR JO KW LB OM PS QA SA SY TR YE
MENA, Middle East and North Africa | AE BH DZ EG IL IQ IR JO KW LB LY MA OM PS QA SA SY TN YE
EMEA | AE AT BE BG BH CH CY CZ DE DK DZ EE EG ES FI FR GB GH GR HR HU IE IL IS IT JO KE KW LB LT LU LV MA MT NG NL NO OM PL PT QA RO RS SA SE SI SK TN TR TZ UA UG ZA
Africa, Afrika | AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS SZ TD TG TN TZ UG ZA ZM ZW
East Africa, Eastern Africa | BI DJ ER ET KE RW SO SS TZ UG
West Africa, Western Africa | BF BJ CI CV GH GM GN LR ML MR NE NG SL SN TG
North Africa | DZ EG LY MA SD TN
Southern Africa | AO BW LS MW MZ NA SZ ZA ZM ZW
Sub-Saharan Africa | AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ KE KM LR LS MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS SZ TD TG TZ UG ZA ZM ZW
North America | CA MX US
Latin America, =LATAM, Latam, Lateinamerika, América Latina | AR BO BR BZ CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV UY VE
South America, Südamerika | AR BO BR CL CO EC GY PE PY SR UY VE
Central America | BZ CR GT HN NI PA SV
Caribbean, the Caribbean | BB BS CU DO HT JM PR TT
Oceania, Australasia, =ANZ, Australia and New Zealand | AU NZ FJ PG
`;

/** Names that mean more than one place as long as nothing beside them decides. */
export const SHARED_NAMES: Record<string, Place[]> = {
  Georgia: [{ country: "GE" }, { region: "Georgia", country: "US" }],
  Punjab: [
    { region: "Punjab", country: "IN" },
    { region: "Punjab", country: "PK" },
  ],
  Washington: [
    { city: "Washington DC", region: "District of Columbia", country: "US", lat: 38.907, lon: -77.037 },
    { region: "Washington", country: "US" },
  ],
};

/** Areas around a city: `names | country | latitude longitude | radius in km`. */
export const DISTRICTS = `
Greater London, London area, South East London, Home Counties | GB | 51.507 -0.128 | 40
Greater Manchester, Manchester area | GB | 53.483 -2.244 | 22
West Midlands, =West Mids | GB | 52.48 -1.9 | 35
East Midlands | GB | 52.93 -1.2 | 50
West Yorkshire | GB | 53.75 -1.65 | 28
South Yorkshire | GB | 53.45 -1.3 | 30
North Yorkshire | GB | 54.15 -1.35 | 60
Yorkshire | GB | 53.9 -1.4 | 75
Merseyside | GB | 53.42 -2.95 | 25
Lancashire | GB | 53.85 -2.6 | 45
Cheshire | GB | 53.2 -2.6 | 35
Tyneside, Tyne and Wear | GB | 54.97 -1.55 | 22
North East England | GB | 54.8 -1.6 | 60
North West England | GB | 53.7 -2.6 | 80
South West England | GB | 51.0 -3.2 | 130
South East England | GB | 51.3 -0.5 | 100
East Anglia | GB | 52.4 1.0 | 75
Kent | GB | 51.25 0.75 | 50
Surrey | GB | 51.25 -0.4 | 28
Sussex | GB | 50.95 -0.1 | 60
^Essex | GB | 51.75 0.55 | 45
Hertfordshire | GB | 51.8 -0.23 | 30
Hampshire | GB | 51.05 -1.3 | 45
Berkshire | GB | 51.43 -1.0 | 35
Oxfordshire | GB | 51.78 -1.3 | 35
Cambridgeshire | GB | 52.35 0.05 | 40
Devon | GB | 50.75 -3.8 | 55
Cornwall | GB | 50.4 -4.85 | 65
Central Belt | GB | 55.9 -3.7 | 50
Bay Area, San Francisco Bay Area, =SF Bay Area | US | 37.6 -122.2 | 75
Silicon Valley | US | 37.37 -122.03 | 35
Southern California, =SoCal | US | 33.9 -117.6 | 160
Greater Boston, Boston area | US | 42.36 -71.06 | 40
Chicagoland, Greater Chicago, Chicago area | US | 41.88 -87.7 | 60
Dallas-Fort Worth, =DFW, Dallas Fort Worth | US | 32.8 -97.0 | 60
Research Triangle, Raleigh-Durham | US | 35.88 -78.8 | 35
Greater Toronto Area, =GTA, Greater Toronto | CA | 43.7 -79.4 | 55
Ruhr area, Ruhr valley, ^Ruhr, Ruhrgebiet | DE | 51.5 7.2 | 40
Rhine-Main, Rhein-Main, Rhein-Main-Gebiet, Frankfurt area | DE | 50.1 8.5 | 45
Randstad area | NL | 52.1 4.7 | 45
Delhi NCR, =NCR, National Capital Region | IN | 28.6 77.2 | 55
Mumbai Metropolitan Region, Greater Mumbai | IN | 19.1 72.95 | 45
`;
