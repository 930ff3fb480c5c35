/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const DACH: Record<string, string> = {
  DE: `
Berlin | | 52.52 13.405
Hamburg | | 53.551 9.994
Munich, München, Muenchen, Munchen | Bavaria | 48.137 11.575
Cologne, Köln, Koeln | North Rhine-Westphalia | 50.938 6.96
Frankfurt am Main, Frankfurt, Frankfurt/Main | Hesse | 50.111 8.682
Stuttgart | Baden-Württemberg | 48.776 9.183
Düsseldorf, Dusseldorf | North Rhine-Westphalia | 51.227 6.774
Leipzig | Saxony | 51.34 12.375
Dortmund | North Rhine-Westphalia | 51.514 7.465
=Essen | North Rhine-Westphalia | 51.456 7.012
Bremen | | 53.079 8.801
Dresden | Saxony | 51.051 13.737
Hanover, Hannover | Lower Saxony | 52.376 9.732
Nuremberg, Nürnberg | Bavaria | 49.454 11.077
Duisburg | North Rhine-Westphalia | 51.435 6.763
Bochum | North Rhine-Westphalia | 51.482 7.216
Wuppertal | North Rhine-Westphalia | 51.256 7.151
Bielefeld | North Rhine-Westphalia | 52.03 8.532
Bonn | North Rhine-Westphalia | 50.737 7.098
Münster, ~Munster | North Rhine-Westphalia | 51.961 7.626
Mannheim | Baden-Württemberg | 49.488 8.467
Karlsruhe | Baden-Württemberg | 49.007 8.404
Heidelberg | Baden-Württemberg | 49.399 8.672
Freiburg, Freiburg im Breisgau | Baden-Württemberg | 47.999 7.842
Esslingen am Neckar, Esslingen | Baden-Württemberg | 48.74 9.305
Reutlingen | Baden-Württemberg | 48.492 9.204
Heilbronn | Baden-Württemberg | 49.142 9.211
Konstanz, Constance | Baden-Württemberg | 47.66 9.175
Ulm | Baden-Württemberg | 48.401 9.988
Augsburg | Bavaria | 48.371 10.898
Ingolstadt | Bavaria | 48.766 11.426
Regensburg | Bavaria | 49.013 12.102
Erlangen | Bavaria | 49.599 11.006
Würzburg | Bavaria | 49.791 9.953
Kempten | Bavaria | 47.727 10.314
Rosenheim | Bavaria | 47.857 12.118
Freising | Bavaria | 48.4 11.744
Garching, Garching bei München | Bavaria | 48.249 11.651
Dachau | Bavaria | 48.26 11.434
Starnberg | Bavaria | 47.999 11.339
Unterföhring | Bavaria | 48.192 11.643
Wiesbaden | Hesse | 50.083 8.24
Mainz | Rhineland-Palatinate | 49.993 8.247
Darmstadt | Hesse | 49.873 8.651
Kassel | Hesse | 51.313 9.48
Aachen | North Rhine-Westphalia | 50.775 6.084
Braunschweig, Brunswick | Lower Saxony | 52.269 10.527
Wolfsburg | Lower Saxony | 52.423 10.787
Göttingen | Lower Saxony | 51.534 9.935
Kiel | Schleswig-Holstein | 54.323 10.123
Lübeck | Schleswig-Holstein | 53.865 10.687
Rostock | Mecklenburg-Vorpommern | 54.092 12.099
Potsdam | Brandenburg | 52.391 13.064
Oranienburg | Brandenburg | 52.754 13.237
Bernau, Bernau bei Berlin | Brandenburg | 52.68 13.587
Falkensee | Brandenburg | 52.558 13.092
Königs Wusterhausen | Brandenburg | 52.301 13.625
Cottbus | Brandenburg | 51.756 14.333
Magdeburg | Saxony-Anhalt | 52.121 11.628
^Halle, Halle (Saale) | Saxony-Anhalt | 51.483 11.97
Chemnitz | Saxony | 50.828 12.921
Erfurt | Thuringia | 50.985 11.03
^Jena | Thuringia | 50.928 11.589
Saarbrücken | Saarland | 49.24 6.997
Walldorf | Baden-Württemberg | 49.306 8.642
Leverkusen | North Rhine-Westphalia | 51.046 7.019
Krefeld | North Rhine-Westphalia | 51.334 6.564
`,
  AT: `
Vienna, Wien, Vienne | | 48.208 16.373
Graz | Styria | 47.071 15.438
Linz | Upper Austria | 48.306 14.286
Salzburg | | 47.809 13.055
Innsbruck | Tyrol | 47.269 11.404
Klagenfurt | Carinthia | 46.624 14.308
`,
  CH: `
Zurich, Zürich | | 47.377 8.541
Geneva, Genève, Genf | | 46.204 6.143
Basel, Bâle | | 47.56 7.589
Bern, Berne | | 46.948 7.447
Lausanne | Vaud | 46.52 6.634
Lucerne, Luzern | | 47.05 8.309
Winterthur | | 47.499 8.729
?Zug, Zoug | | 47.166 8.515
St. Gallen, Sankt Gallen | | 47.424 9.377
Lugano | Ticino | 46.004 8.951
`,
};
