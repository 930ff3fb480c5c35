/** First-level regions by country code, one a line: `names | postal abbreviation`, the common English name first. Marks: see gazetteer.ts. */
export const EUROPEAN_REGIONS: Record<string, string> = {
  GB: `
England, Angleterre
Scotland, Schottland
Wales, Cymru
Northern Ireland, =NI, Ulster
`,
  IE: `
Leinster
Munster
Connacht, Connaught
`,
  DE: `
Baden-Württemberg
Bavaria, Bayern, Bavière
~Berlin
Brandenburg
~Bremen
~Hamburg
Hesse, Hessen
Lower Saxony, Niedersachsen
Mecklenburg-Vorpommern, Mecklenburg-Western Pomerania
North Rhine-Westphalia, Nordrhein-Westfalen, =NRW
Rhineland-Palatinate, Rheinland-Pfalz
Saarland
Saxony, Sachsen
Saxony-Anhalt, Sachsen-Anhalt
Schleswig-Holstein
Thuringia, Thüringen
`,
  AT: `
~Vienna, Wien
Lower Austria, Niederösterreich
Upper Austria, Oberösterreich
Styria, Steiermark
Tyrol, Tirol
Carinthia, Kärnten
~Salzburg
Vorarlberg
Burgenland
`,
  CH: `
Ticino, Tessin
Vaud, Waadt
Valais, Wallis
Aargau
~Zurich
~Bern
~Basel-Stadt
~Geneva
`,
  FR: `
Île-de-France, Paris region, région parisienne
Auvergne-Rhône-Alpes
Provence-Alpes-Côte d'Azur, Provence, =PACA, Côte d'Azur, French Riviera
Occitanie, Occitania
Nouvelle-Aquitaine
Brittany, Bretagne
Normandy, Normandie
Hauts-de-France
Grand Est, Alsace
Pays de la Loire
Bourgogne-Franche-Comté, Burgundy
Centre-Val de Loire
Corsica, Corse
`,
  ES: `
Catalonia, Cataluña, Catalunya
Andalusia, Andalucía
~Madrid, Community of Madrid, Comunidad de Madrid
Valencian Community, Comunidad Valenciana, Comunitat Valenciana
Basque Country, País Vasco, Euskadi
Galicia
Balearic Islands, Islas Baleares, Mallorca, Majorca
Canary Islands, Islas Canarias
Aragon, Aragón
Castile and León
Murcia
Asturias
`,
  IT: `
Lombardy, Lombardia
Lazio
Piedmont, Piemonte
Veneto
Tuscany, Toscana
Emilia-Romagna
Campania
Sicily, Sicilia
Sardinia, Sardegna
Apulia, Puglia
Liguria
South Tyrol, Südtirol, Alto Adige
`,
  NL: `
North Holland, Noord-Holland
South Holland, Zuid-Holland
Gelderland
Limburg
North Brabant, Noord-Brabant
~Utrecht
Overijssel
Flevoland
Friesland
~Groningen
Drenthe
Zeeland
`,
  BE: `
Flanders, Vlaanderen
Wallonia, Wallonie
~Limburg
`,
  PL: `
Lesser Poland, Małopolska
Lower Silesia, Dolny Śląsk
Masovia, Mazovia, Mazowsze, Masovian
Silesia, Śląsk
Pomerania, Pomorze
Greater Poland, Wielkopolska
`,
  PT: `
~Lisbon
~Porto
Algarve
Madeira
Azores
`,
  SE: `
~Stockholm
Skåne
Västra Götaland
`,
};
