/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const NORTH_AMERICA: Record<string, string> = {
  US: `
New York, New York City, =NYC, nyc, NY City, Nueva York | New York | 40.713 -74.006
Manhattan | New York | 40.783 -73.971
Brooklyn | New York | 40.678 -73.944
^Queens | New York | 40.728 -73.795
Bronx, The Bronx | New York | 40.845 -73.865
Staten Island | New York | 40.58 -74.15
Yonkers | New York | 40.931 -73.899
White Plains | New York | 41.034 -73.763
New Rochelle | New York | 40.912 -73.784
Long Island | New York | 40.79 -73.13
Jersey City | New Jersey | 40.728 -74.078
Hoboken | New Jersey | 40.744 -74.032
Newark | New Jersey | 40.736 -74.172
Princeton | New Jersey | 40.357 -74.667
Stamford | Connecticut | 41.053 -73.539
^Buffalo | New York | 42.886 -78.878
~Rochester | New York | 43.157 -77.615
^Albany | New York | 42.653 -73.756
Syracuse | New York | 43.048 -76.147
Los Angeles, =LA, =L.A. | California | 34.052 -118.244
Santa Monica | California | 34.019 -118.491
Pasadena | California | 34.148 -118.144
Long Beach | California | 33.77 -118.194
Irvine | California | 33.684 -117.827
Anaheim | California | 33.836 -117.914
San Diego | California | 32.716 -117.161
San Francisco, =SF, San Fran | California | 37.775 -122.419
Oakland | California | 37.804 -122.271
Berkeley | California | 37.872 -122.273
San Jose | California | 37.338 -121.886
Hayward | California | 37.669 -122.081
Palo Alto | California | 37.442 -122.143
Mountain View | California | 37.386 -122.084
Sunnyvale | California | 37.369 -122.036
Santa Clara | California | 37.354 -121.955
Fremont | California | 37.548 -121.989
Cupertino | California | 37.323 -122.032
Menlo Park | California | 37.453 -122.182
Sacramento | California | 38.582 -121.494
Fresno | California | 36.738 -119.787
Chicago | Illinois | 41.878 -87.63
^Aurora | Illinois | 41.761 -88.32
Naperville | Illinois | 41.75 -88.154
Evanston | Illinois | 42.045 -87.688
~Springfield | Illinois | 39.782 -89.65
Houston | Texas | 29.76 -95.37
Dallas | Texas | 32.777 -96.797
Fort Worth | Texas | 32.756 -97.331
^Plano | Texas | 33.02 -96.699
^Irving | Texas | 32.814 -96.949
Arlington | Texas | 32.736 -97.108
~Arlington | Virginia | 38.88 -77.107
Austin | Texas | 30.267 -97.743
San Antonio | Texas | 29.424 -98.494
El Paso | Texas | 31.762 -106.485
~Paris | Texas | 33.661 -95.556
^Phoenix | Arizona | 33.448 -112.074
Scottsdale | Arizona | 33.494 -111.926
^Tempe | Arizona | 33.425 -111.94
^Mesa | Arizona | 33.415 -111.831
^Chandler | Arizona | 33.306 -111.841
Tucson | Arizona | 32.223 -110.975
Philadelphia, Philly | Pennsylvania | 39.953 -75.165
Pittsburgh | Pennsylvania | 40.441 -79.996
Washington DC, Washington D.C., =D.C., =DC | District of Columbia | 38.907 -77.037
Bethesda | Maryland | 38.985 -77.095
Reston | Virginia | 38.959 -77.357
Baltimore | Maryland | 39.29 -76.612
Boston | Massachusetts | 42.36 -71.058
~Cambridge | Massachusetts | 42.374 -71.106
~Worcester | Massachusetts | 42.263 -71.802
Somerville | Massachusetts | 42.388 -71.1
Waltham | Massachusetts | 42.376 -71.236
Seattle | Washington | 47.606 -122.332
Bellevue | Washington | 47.61 -122.201
Redmond | Washington | 47.674 -122.122
Tacoma | Washington | 47.253 -122.444
~Vancouver | Washington | 45.639 -122.661
Spokane | Washington | 47.659 -117.426
Portland | Oregon | 45.515 -122.678
Beaverton | Oregon | 45.487 -122.804
Hillsboro | Oregon | 45.523 -122.99
~Portland | Maine | 43.661 -70.255
Denver | Colorado | 39.739 -104.99
?Boulder | Colorado | 40.015 -105.271
Colorado Springs | Colorado | 38.834 -104.821
~Aurora | Colorado | 39.729 -104.832
Atlanta | Georgia | 33.749 -84.388
~Athens | Georgia | 33.951 -83.357
^Savannah | Georgia | 32.081 -81.091
Miami | Florida | 25.762 -80.192
Orlando | Florida | 28.538 -81.379
Tampa | Florida | 27.951 -82.457
Jacksonville | Florida | 30.332 -81.656
Fort Lauderdale | Florida | 26.122 -80.137
~St Petersburg, ~St. Petersburg | Florida | 27.771 -82.64
Charlotte | North Carolina | 35.227 -80.843
Raleigh | North Carolina | 35.78 -78.639
~Durham | North Carolina | 35.994 -78.899
Nashville | Tennessee | 36.163 -86.781
Memphis | Tennessee | 35.15 -90.049
Knoxville | Tennessee | 35.961 -83.921
Detroit | Michigan | 42.331 -83.046
Ann Arbor | Michigan | 42.281 -83.743
Grand Rapids | Michigan | 42.963 -85.668
Minneapolis | Minnesota | 44.978 -93.265
Saint Paul, St Paul, St. Paul | Minnesota | 44.954 -93.09
~Rochester | Minnesota | 44.023 -92.463
Columbus | Ohio | 39.961 -82.999
Cleveland | Ohio | 41.5 -81.694
Cincinnati | Ohio | 39.103 -84.512
Indianapolis | Indiana | 39.768 -86.158
St. Louis, Saint Louis, St Louis | Missouri | 38.627 -90.199
Kansas City | Missouri | 39.1 -94.579
Milwaukee | Wisconsin | 43.039 -87.907
^Madison | Wisconsin | 43.073 -89.401
Salt Lake City | Utah | 40.761 -111.891
^Provo | Utah | 40.234 -111.659
Las Vegas | Nevada | 36.17 -115.14
^Reno | Nevada | 39.53 -119.814
New Orleans | Louisiana | 29.951 -90.072
Baton Rouge | Louisiana | 30.451 -91.187
Oklahoma City | Oklahoma | 35.468 -97.516
Tulsa | Oklahoma | 36.154 -95.993
Louisville | Kentucky | 38.253 -85.759
Richmond | Virginia | 37.541 -77.436
^Norfolk | Virginia | 36.851 -76.286
Virginia Beach | Virginia | 36.853 -75.978
~Birmingham | Alabama | 33.519 -86.81
Huntsville | Alabama | 34.73 -86.586
?Mobile | Alabama | 30.695 -88.04
Omaha | Nebraska | 41.257 -95.935
~Lincoln | Nebraska | 40.814 -96.703
Des Moines | Iowa | 41.587 -93.625
Boise | Idaho | 43.615 -116.202
Albuquerque | New Mexico | 35.084 -106.65
Santa Fe | New Mexico | 35.687 -105.938
Honolulu | Hawaii | 21.307 -157.858
Anchorage | Alaska | 61.218 -149.9
Hartford | Connecticut | 41.766 -72.673
New Haven | Connecticut | 41.308 -72.928
^Providence | Rhode Island | 41.824 -71.413
~Manchester | New Hampshire | 42.996 -71.455
~Reading | Pennsylvania | 40.336 -75.927
Charleston | South Carolina | 32.777 -79.931
Little Rock | Arkansas | 34.746 -92.29
`,
  CA: `
Toronto | Ontario | 43.653 -79.383
Mississauga | Ontario | 43.589 -79.644
Brampton | Ontario | 43.731 -79.762
Markham | Ontario | 43.856 -79.337
Vaughan | Ontario | 43.837 -79.508
Hamilton | Ontario | 43.256 -79.871
Kitchener | Ontario | 43.452 -80.493
Waterloo | Ontario | 43.464 -80.52
Ottawa | Ontario | 45.421 -75.697
~London | Ontario | 42.984 -81.245
~Windsor | Ontario | 42.315 -83.036
~Kingston | Ontario | 44.231 -76.486
~Cambridge | Ontario | 43.36 -80.312
Montreal, Montréal | Quebec | 45.502 -73.567
Laval | Quebec | 45.607 -73.712
Quebec City, Ville de Québec | Quebec | 46.813 -71.208
Gatineau | Quebec | 45.477 -75.701
Vancouver | British Columbia | 49.283 -123.121
Burnaby | British Columbia | 49.249 -122.981
~Surrey | British Columbia | 49.191 -122.849
~Richmond | British Columbia | 49.167 -123.134
~Victoria | British Columbia | 48.428 -123.366
Kelowna | British Columbia | 49.888 -119.496
Calgary | Alberta | 51.045 -114.058
Edmonton | Alberta | 53.546 -113.494
~Airdrie | Alberta | 51.292 -114.014
Fort McMurray | Alberta | 56.726 -111.381
Winnipeg | Manitoba | 49.895 -97.138
Regina | Saskatchewan | 50.445 -104.619
Saskatoon | Saskatchewan | 52.133 -106.67
~Halifax | Nova Scotia | 44.649 -63.575
Fredericton | New Brunswick | 45.964 -66.643
Moncton | New Brunswick | 46.088 -64.778
St. John's | Newfoundland and Labrador | 47.562 -52.713
`,
  PR: `
San Juan | | 18.466 -66.106
`,
};
