/** First-level regions by country code, one a line: `names | postal abbreviation`, the common English name first. Marks: see gazetteer.ts. */
export const OTHER_REGIONS: Record<string, string> = {
  US: `
Alabama | AL
Alaska | AK
Arizona | AZ
Arkansas | AR
California, =Calif, =Cali, Kalifornien | CA
Colorado | CO
Connecticut | CT
Delaware | DE
Florida | FL
Georgia, Georgia USA, State of Georgia | GA
Hawaii | HI
Idaho | ID
Illinois | IL
Indiana | IN
Iowa | IA
Kansas | KS
Kentucky | KY
Louisiana | LA
^Maine | ME
Maryland | MD
Massachusetts, =Mass | MA
Michigan | MI
Minnesota | MN
Mississippi | MS
Missouri | MO
Montana | MT
Nebraska | NE
Nevada | NV
New Hampshire | NH
New Jersey, =NJ | NJ
New Mexico | NM
~New York, New York State, state of New York, upstate New York, NY State | NY
North Carolina | NC
North Dakota | ND
Ohio | OH
Oklahoma | OK
Oregon | OR
Pennsylvania | PA
Rhode Island | RI
South Carolina | SC
South Dakota | SD
Tennessee | TN
Texas, =TX | TX
Utah | UT
Vermont | VT
Virginia | VA
Washington, Washington State, state of Washington | WA
West Virginia | WV
Wisconsin | WI
Wyoming | WY
District of Columbia | DC
`,
  CA: `
Alberta | AB
British Columbia, =BC | BC
Manitoba | MB
New Brunswick | NB
Newfoundland and Labrador, Newfoundland | NL
Nova Scotia | NS
Ontario | ON
Prince Edward Island | PE
Quebec, Québec, Province of Quebec | QC
Saskatchewan | SK
Yukon | YT
`,
  AU: `
New South Wales, =NSW | NSW
Victoria, =VIC, State of Victoria | VIC
Queensland, =QLD | QLD
Western Australia | WA
South Australia | SA
Tasmania, =TAS | TAS
Northern Territory | NT
Australian Capital Territory | ACT
`,
  IN: `
Andhra Pradesh, Andhra
Assam
Bihar
Chandigarh
Chhattisgarh
~Delhi
Goa
Gujarat
Haryana
Himachal Pradesh
Jharkhand
Karnataka
Kerala
Madhya Pradesh
Maharashtra
Odisha, Orissa
Punjab
Rajasthan
Tamil Nadu, Tamilnadu
Telangana
Uttar Pradesh
Uttarakhand
West Bengal
Jammu and Kashmir
`,
  BR: `
~São Paulo, State of São Paulo, estado de São Paulo
~Rio de Janeiro
Minas Gerais
Bahia
Paraná
Santa Catarina
Rio Grande do Sul
Pernambuco
Ceará
`,
  MX: `
Jalisco
Nuevo León
~Querétaro
Baja California
Yucatán
`,
  AR: `
~Buenos Aires
~Córdoba
`,
  ZA: `
Western Cape
Eastern Cape
Gauteng
KwaZulu-Natal, =KZN
Free State
Limpopo
Mpumalanga
Northern Cape
~North West, North West Province
`,
  KE: `
Turkana County, Turkana
~Nairobi
~Mombasa
Kiambu
`,
  NG: `
~Lagos
Rivers State
Kaduna State
`,
  PK: `
~Punjab
Sindh
Khyber Pakhtunkhwa
Balochistan
`,
  CN: `
Guangdong
Zhejiang
Jiangsu
Sichuan
Hubei
Fujian
Shandong
Yunnan
`,
  JP: `
Hokkaido
Kansai
Kanto
Okinawa
`,
  NZ: `
~Auckland
Canterbury Region
Waikato
Otago
`,
  MY: `
Selangor
Johor
Penang
Sabah
Sarawak
`,
  ID: `
West Java
East Java
Bali
`,
  SA: `
Eastern Province
~Riyadh
`,
  PH: `
Metro Manila
Calabarzon
`,
};
