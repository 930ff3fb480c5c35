/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks as for countries; `~` counts only beside its region or country. */
export const EUROPE: Record<string, string> = {
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
Münster, Munster Germany | North Rhine-Westphalia | 51.961 7.626
Mannheim | Baden-Württemberg | 49.488 8.467
Karlsruhe | Baden-Württemberg | 49.007 8.404
Heidelberg | Baden-Württemberg | 49.399 8.672
Freiburg, Freiburg im Breisgau | Baden-Württemberg | 47.999 7.842
Ulm | Baden-Württemberg | 48.401 9.988
Augsburg | Bavaria | 48.371 10.898
Ingolstadt | Bavaria | 48.766 11.426
Regensburg | Bavaria | 49.013 12.102
Erlangen | Bavaria | 49.599 11.006
Würzburg | Bavaria | 49.791 9.953
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
  FR: `
Paris | Île-de-France | 48.857 2.352
Boulogne-Billancourt | Île-de-France | 48.835 2.241
Saint-Denis | Île-de-France | 48.936 2.357
Nanterre | Île-de-France | 48.892 2.207
La Défense | Île-de-France | 48.892 2.238
Versailles | Île-de-France | 48.802 2.13
Montreuil | Île-de-France | 48.863 2.448
Créteil | Île-de-France | 48.79 2.455
Évry | Île-de-France | 48.63 2.44
Saclay | Île-de-France | 48.731 2.171
Lyon, Lyons | Auvergne-Rhône-Alpes | 45.764 4.836
Villeurbanne | Auvergne-Rhône-Alpes | 45.772 4.89
Grenoble | Auvergne-Rhône-Alpes | 45.188 5.724
Saint-Étienne | Auvergne-Rhône-Alpes | 45.44 4.387
Clermont-Ferrand | Auvergne-Rhône-Alpes | 45.777 3.087
Annecy | Auvergne-Rhône-Alpes | 45.899 6.129
Marseille, Marseilles | Provence-Alpes-Côte d'Azur | 43.296 5.37
?Nice | Provence-Alpes-Côte d'Azur | 43.71 7.262
Aix-en-Provence | Provence-Alpes-Côte d'Azur | 43.53 5.447
Cannes | Provence-Alpes-Côte d'Azur | 43.552 7.017
Sophia Antipolis | Provence-Alpes-Côte d'Azur | 43.616 7.055
Toulon | Provence-Alpes-Côte d'Azur | 43.124 5.928
Toulouse | Occitanie | 43.605 1.444
Montpellier | Occitanie | 43.611 3.877
Bordeaux | Nouvelle-Aquitaine | 44.838 -0.579
^Nantes | Pays de la Loire | 47.218 -1.554
^Angers | Pays de la Loire | 47.478 -0.563
Rennes | Brittany | 48.117 -1.678
^Brest | Brittany | 48.39 -4.486
Lille | Hauts-de-France | 50.629 3.057
Strasbourg, Straßburg | Grand Est | 48.573 7.752
Reims | Grand Est | 49.258 4.032
Metz | Grand Est | 49.119 6.176
^Nancy | Grand Est | 48.692 6.184
Dijon | Bourgogne-Franche-Comté | 47.322 5.041
Rouen | Normandy | 49.443 1.099
^Caen | Normandy | 49.183 -0.371
Le Havre | Normandy | 49.494 0.108
?Tours | Centre-Val de Loire | 47.394 0.685
Orléans | Centre-Val de Loire | 47.903 1.909
`,
  ES: `
Madrid | | 40.417 -3.704
Barcelona | Catalonia | 41.387 2.17
Valencia, València | Valencian Community | 39.47 -0.376
Seville, Sevilla | Andalusia | 37.389 -5.984
Málaga | Andalusia | 36.721 -4.421
Zaragoza, Saragossa | Aragon | 41.649 -0.888
Bilbao | Basque Country | 43.263 -2.935
San Sebastián, Donostia | Basque Country | 43.318 -1.981
Palma, Palma de Mallorca | Balearic Islands | 39.57 2.65
Alicante, Alacant | Valencian Community | 38.346 -0.49
~Murcia | Murcia | 37.992 -1.131
~Córdoba | Andalusia | 37.888 -4.779
~Granada | Andalusia | 37.177 -3.599
Las Palmas | Canary Islands | 28.124 -15.43
Vigo | Galicia | 42.24 -8.721
A Coruña, La Coruña | Galicia | 43.362 -8.411
Valladolid | Castile and León | 41.652 -4.724
Girona, Gerona | Catalonia | 41.98 2.82
Tarragona | Catalonia | 41.119 1.245
Sabadell | Catalonia | 41.546 2.108
L'Hospitalet de Llobregat | Catalonia | 41.36 2.1
Pamplona | | 42.813 -1.646
`,
  PT: `
Lisbon, Lisboa, Lissabon | | 38.722 -9.139
Porto, Oporto | | 41.158 -8.629
Braga | | 41.545 -8.426
Coimbra | | 40.211 -8.429
Aveiro | | 40.641 -8.654
Faro | Algarve | 37.019 -7.93
Funchal | Madeira | 32.667 -16.925
`,
  IT: `
Rome, Roma | Lazio | 41.903 12.496
Milan, Milano, Mailand | Lombardy | 45.464 9.19
Turin, Torino | Piedmont | 45.07 7.687
Naples, Napoli | Campania | 40.852 14.268
Bologna | Emilia-Romagna | 44.494 11.343
Florence, Firenze | Tuscany | 43.77 11.256
Genoa, Genova | Liguria | 44.406 8.946
Venice, Venezia | Veneto | 45.44 12.316
Verona | Veneto | 45.438 10.992
Padua, Padova | Veneto | 45.406 11.877
Trieste | | 45.65 13.776
^Bari | Apulia | 41.117 16.871
Palermo | Sicily | 38.116 13.361
Catania | Sicily | 37.508 15.083
^Parma | Emilia-Romagna | 44.801 10.328
^Modena | Emilia-Romagna | 44.647 10.925
Bergamo | Lombardy | 45.698 9.677
^Pisa | Tuscany | 43.723 10.402
Cagliari | Sardinia | 39.224 9.122
Bolzano, Bozen | South Tyrol | 46.498 11.354
`,
  NL: `
Amsterdam | North Holland | 52.37 4.895
Haarlem | North Holland | 52.387 4.646
Hilversum | North Holland | 52.224 5.176
Schiphol | North Holland | 52.309 4.764
Rotterdam | South Holland | 51.924 4.478
The Hague, Den Haag, 's-Gravenhage | South Holland | 52.07 4.3
Delft | South Holland | 52.012 4.357
Leiden | South Holland | 52.16 4.497
Naaldwijk | South Holland | 51.994 4.21
Utrecht | Utrecht | 52.091 5.122
Amersfoort | Utrecht | 52.156 5.388
Eindhoven | North Brabant | 51.441 5.47
Tilburg | North Brabant | 51.56 5.091
^Breda | North Brabant | 51.586 4.776
Veldhoven | North Brabant | 51.42 5.404
Groningen | Groningen | 53.219 6.567
Maastricht | Limburg | 50.851 5.691
Venlo | Limburg | 51.37 6.172
Arnhem | Gelderland | 51.985 5.899
Nijmegen | Gelderland | 51.842 5.853
Wageningen | Gelderland | 51.97 5.667
Apeldoorn | Gelderland | 52.211 5.97
Enschede | Overijssel | 52.221 6.894
Zwolle | Overijssel | 52.517 6.083
Almere | Flevoland | 52.351 5.265
`,
  BE: `
Brussels, Bruxelles, Brussel, Brüssel | | 50.85 4.352
Antwerp, Antwerpen, Anvers | Flanders | 51.219 4.403
Ghent, ^Gent, ^Gand | Flanders | 51.054 3.717
Leuven, Louvain | Flanders | 50.88 4.701
Bruges, Brugge | Flanders | 51.209 3.225
Liège, Lüttich, Luik | Wallonia | 50.633 5.568
Charleroi | Wallonia | 50.411 4.444
Mechelen | Flanders | 51.026 4.478
Namur | Wallonia | 50.467 4.867
`,
  LU: `
Luxembourg City, Luxembourg-Ville | | 49.612 6.13
Esch-sur-Alzette | | 49.496 5.981
`,
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
Odesa, Odessa Ukraine | | 46.482 30.723
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
