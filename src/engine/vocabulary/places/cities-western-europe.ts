/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const WESTERN_EUROPE: Record<string, string> = {
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
Almería | Andalusia | 36.834 -2.464
El Ejido | Andalusia | 36.776 -2.815
Cádiz | Andalusia | 36.527 -6.289
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
};
