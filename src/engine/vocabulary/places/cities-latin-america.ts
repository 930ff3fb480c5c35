/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const LATIN_AMERICA: Record<string, string> = {
  MX: `
Mexico City, Ciudad de México, =CDMX | | 19.433 -99.133
Guadalajara | Jalisco | 20.66 -103.35
Monterrey | Nuevo León | 25.687 -100.316
Puebla | | 19.041 -98.206
Tijuana | Baja California | 32.515 -117.038
Querétaro | Querétaro | 20.589 -100.389
Mérida | Yucatán | 20.967 -89.593
Cancún | | 21.162 -86.852
`,
  BR: `
São Paulo | São Paulo | -23.551 -46.633
Guarulhos | São Paulo | -23.454 -46.533
Campinas | São Paulo | -22.906 -47.061
Osasco | São Paulo | -23.532 -46.792
Santo André | São Paulo | -23.664 -46.538
Santos | São Paulo | -23.961 -46.333
São José dos Campos | São Paulo | -23.179 -45.887
Rio de Janeiro | Rio de Janeiro | -22.907 -43.173
Belo Horizonte | Minas Gerais | -19.917 -43.934
Brasília | | -15.794 -47.882
Salvador | Bahia | -12.972 -38.501
Fortaleza | Ceará | -3.732 -38.527
Recife | Pernambuco | -8.048 -34.877
Porto Alegre | Rio Grande do Sul | -30.035 -51.218
Curitiba | Paraná | -25.428 -49.273
Florianópolis | Santa Catarina | -27.595 -48.548
Manaus | | -3.119 -60.022
`,
  AR: `
Buenos Aires | | -34.604 -58.382
Córdoba | Córdoba | -31.42 -64.188
Rosario | | -32.945 -60.651
Mendoza | | -32.889 -68.846
`,
  CL: `
Santiago, Santiago de Chile | | -33.449 -70.669
Valparaíso | | -33.047 -71.613
`,
  CO: `
Bogotá | | 4.711 -74.072
Medellín | | 6.244 -75.581
~Cali | | 3.452 -76.532
Barranquilla | | 10.964 -74.796
`,
  PE: `
^Lima | | -12.046 -77.043
Arequipa | | -16.409 -71.537
`,
  EC: `
Quito | | -0.181 -78.468
Guayaquil | | -2.171 -79.922
`,
  UY: `
Montevideo | | -34.901 -56.165
`,
  PY: `
Asunción | | -25.264 -57.576
`,
  BO: `
La Paz | | -16.49 -68.119
`,
  VE: `
Caracas | | 10.481 -66.904
`,
  CR: `
~San José | | 9.928 -84.091
`,
  PA: `
Panama City | | 8.983 -79.52
`,
  GT: `
Guatemala City | | 14.634 -90.507
`,
  DO: `
Santo Domingo | | 18.486 -69.931
`,
  JM: `
~Kingston | | 17.971 -76.793
`,
  CU: `
Havana | | 23.114 -82.367
`,
  TT: `
Port of Spain | | 10.66 -61.508
`,
};
