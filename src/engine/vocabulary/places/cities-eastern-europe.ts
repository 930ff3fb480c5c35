/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const NORTHERN_AND_EASTERN_EUROPE: Record<string, string> = {
  DK: `
Copenhagen, København, Kopenhagen | | 55.676 12.568
Aarhus, Århus | | 56.163 10.204
Odense | | 55.404 10.402
Aalborg | | 57.048 9.919
`,
  SE: `
Stockholm | | 59.329 18.069
Gothenburg, Göteborg | Västra Götaland | 57.709 11.975
Malmö | Skåne | 55.605 13.004
Lund | Skåne | 55.705 13.191
Uppsala | | 59.859 17.639
Västerås | | 59.61 16.545
Linköping | | 58.411 15.621
Umeå | | 63.826 20.263
`,
  NO: `
Oslo | | 59.914 10.752
Bergen | | 60.393 5.324
Trondheim | | 63.431 10.395
Stavanger | | 58.97 5.733
Tromsø | | 69.65 18.956
`,
  FI: `
Helsinki, Helsingfors | | 60.17 24.941
Espoo | | 60.205 24.655
Tampere | | 61.498 23.761
Turku | | 60.451 22.267
Oulu | | 65.012 25.465
Vantaa | | 60.294 25.041
`,
  IS: `
Reykjavik, Reykjavík | | 64.147 -21.942
`,
  PL: `
Warsaw, Warszawa, Warschau, Varsovie | Masovia | 52.23 21.012
Kraków, Cracow, Krakau | Lesser Poland | 50.061 19.937
Wrocław, Breslau | Lower Silesia | 51.108 17.039
Gdańsk, Danzig | Pomerania | 54.352 18.647
Gdynia | Pomerania | 54.519 18.531
Sopot | Pomerania | 54.442 18.56
Poznań, Posen | Greater Poland | 52.406 16.925
Łódź | | 51.759 19.456
Katowice, Kattowitz | Silesia | 50.265 19.024
Gliwice | Silesia | 50.294 18.671
Lublin | | 51.246 22.568
Szczecin, Stettin | | 53.429 14.553
Bydgoszcz | | 53.123 18.008
Rzeszów | | 50.041 21.999
Białystok | | 53.133 23.164
`,
  CZ: `
Prague, Praha, Prag | | 50.075 14.438
Brno, Brünn | | 49.195 16.607
Ostrava | | 49.821 18.263
Plzeň, Pilsen | | 49.748 13.378
`,
  SK: `
Bratislava, Pressburg | | 48.149 17.107
Košice | | 48.716 21.261
`,
  HU: `
Budapest | | 47.498 19.04
Debrecen | | 47.532 21.627
Szeged | | 46.253 20.141
`,
  RO: `
Bucharest, București, Bukarest | | 44.427 26.103
Cluj-Napoca, Cluj | | 46.771 23.624
Timișoara | | 45.749 21.208
Iași | | 47.159 27.588
Brașov | | 45.658 25.601
Sibiu | | 45.794 24.125
`,
  BG: `
Sofia | | 42.698 23.322
Plovdiv | | 42.135 24.745
Varna | | 43.214 27.915
`,
  GR: `
Athens, Athen, Athina | | 37.984 23.728
Thessaloniki, Salonica | | 40.64 22.944
Patras | | 38.246 21.735
Heraklion | | 35.339 25.144
`,
  HR: `
Zagreb | | 45.815 15.982
?Split | | 43.508 16.44
Rijeka | | 45.327 14.442
`,
  SI: `
Ljubljana, Laibach | | 46.056 14.506
Maribor | | 46.555 15.646
`,
  RS: `
Belgrade, Beograd, Belgrad | | 44.787 20.457
Novi Sad | | 45.267 19.834
`,
  BA: `
Sarajevo | | 43.856 18.413
`,
  MK: `
Skopje | | 41.998 21.428
`,
  AL: `
Tirana | | 41.328 19.819
`,
  ME: `
Podgorica | | 42.43 19.259
`,
  XK: `
Pristina, Prishtina | | 42.663 21.165
`,
  EE: `
Tallinn | | 59.437 24.754
Tartu | | 58.378 26.729
`,
  LV: `
Riga | | 56.95 24.105
`,
  LT: `
Vilnius | | 54.687 25.28
Kaunas | | 54.899 23.904
`,
  UA: `
Kyiv, Kiev, Kiew | | 50.45 30.523
Lviv, Lwów, Lemberg | | 49.84 24.03
Odesa, ~Odessa | | 46.482 30.723
Kharkiv, Kharkov | | 49.994 36.23
Dnipro | | 48.465 35.046
`,
  BY: `
Minsk | | 53.904 27.562
`,
  MD: `
Chișinău | | 47.011 28.864
`,
  RU: `
Moscow, Moskau | | 55.756 37.617
Saint Petersburg, St Petersburg, St. Petersburg | | 59.931 30.361
Novosibirsk | | 55.03 82.92
Kazan | | 55.796 49.106
`,
  CY: `
Nicosia | | 35.186 33.382
Limassol | | 34.686 33.038
Larnaca | | 34.9 33.623
`,
  MT: `
Valletta | | 35.899 14.514
Sliema | | 35.911 14.502
`,
};
