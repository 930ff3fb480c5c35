/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const BRITISH_ISLES: Record<string, string> = {
  GB: `
London, =LDN, Londres, Londra | England | 51.507 -0.128
Birmingham | England | 52.48 -1.9
Manchester, =MCR | England | 53.48 -2.243
Salford | England | 53.487 -2.29
Bolton | England | 53.578 -2.43
Oldham | England | 53.541 -2.117
Stockport | England | 53.408 -2.149
Rochdale | England | 53.614 -2.161
^Bury | England | 53.593 -2.298
Wigan | England | 53.545 -2.632
Altrincham | England | 53.387 -2.349
?Sale | England | 53.425 -2.322
Ashton-under-Lyne | England | 53.489 -2.099
Trafford | England | 53.446 -2.309
Macclesfield | England | 53.259 -2.127
Warrington | England | 53.39 -2.597
Preston | England | 53.763 -2.703
Blackburn | England | 53.748 -2.482
Burnley | England | 53.789 -2.248
Blackpool | England | 53.818 -3.05
^Lancaster | England | 54.047 -2.801
Liverpool | England | 53.408 -2.991
Birkenhead | England | 53.393 -3.014
^Chester | England | 53.19 -2.892
^Crewe | England | 53.099 -2.441
Leeds | England | 53.8 -1.549
Bradford | England | 53.795 -1.759
Huddersfield | England | 53.645 -1.785
Wakefield | England | 53.683 -1.497
Halifax | England | 53.727 -1.858
Sheffield | England | 53.381 -1.47
Doncaster | England | 53.523 -1.133
Rotherham | England | 53.43 -1.357
Barnsley | England | 53.553 -1.479
^York | England | 53.96 -1.087
Harrogate | England | 53.992 -1.538
^Hull, Kingston upon Hull | England | 53.745 -0.336
Middlesbrough | England | 54.574 -1.235
Newcastle upon Tyne, Newcastle, Newcastle-upon-Tyne | England | 54.978 -1.617
Gateshead | England | 54.963 -1.602
Sunderland | England | 54.906 -1.381
^Durham | England | 54.776 -1.576
Darlington | England | 54.524 -1.559
^Carlisle | England | 54.893 -2.933
Nottingham | England | 52.954 -1.158
^Derby | England | 52.922 -1.476
Leicester | England | 52.637 -1.139
^Lincoln | England | 53.234 -0.538
Northampton | England | 52.24 -0.903
Peterborough | England | 52.573 -0.24
Wolverhampton | England | 52.587 -2.128
Coventry | England | 52.407 -1.51
Solihull | England | 52.412 -1.778
Dudley | England | 52.512 -2.081
Walsall | England | 52.586 -1.983
Stoke-on-Trent, Stoke on Trent | England | 53.003 -2.179
Worcester | England | 52.192 -2.22
^Telford | England | 52.678 -2.445
Oxford | England | 51.752 -1.258
Cambridge | England | 52.205 0.119
Milton Keynes | England | 52.041 -0.759
Luton | England | 51.879 -0.42
Bedford | England | 52.136 -0.467
Watford | England | 51.656 -0.396
St Albans, Saint Albans | England | 51.755 -0.336
Stevenage | England | 51.903 -0.202
^Harlow | England | 51.773 0.102
Chelmsford | England | 51.736 0.469
Colchester | England | 51.889 0.904
Southend-on-Sea, Southend | England | 51.546 0.708
Ipswich | England | 52.057 1.148
Norwich | England | 52.631 1.297
?Reading | England | 51.454 -0.978
Slough | England | 51.511 -0.595
Croydon | England | 51.376 -0.098
Bromley | England | 51.406 0.014
^Kingston, Kingston upon Thames | England | 51.412 -0.301
Wembley | England | 51.552 -0.297
Stratford | England | 51.542 -0.003
Canary Wharf | England | 51.505 -0.02
Guildford | England | 51.236 -0.57
Woking | England | 51.317 -0.56
Crawley | England | 51.109 -0.187
^Brighton, Brighton and Hove | England | 50.822 -0.137
Maidstone | England | 51.272 0.529
Canterbury | England | 51.28 1.08
Dartford | England | 51.446 0.217
Southampton | England | 50.904 -1.404
Portsmouth | England | 50.805 -1.087
Basingstoke | England | 51.266 -1.087
Winchester | England | 51.063 -1.308
Bournemouth | England | 50.72 -1.879
^Poole | England | 50.715 -1.987
^Swindon | England | 51.558 -1.782
Bristol | England | 51.455 -2.588
?Bath, Bath Spa | England | 51.381 -2.359
Gloucester | England | 51.864 -2.238
Cheltenham | England | 51.9 -2.078
Exeter | England | 50.718 -3.534
Plymouth | England | 50.376 -4.143
Truro | England | 50.263 -5.051
Taunton | England | 51.015 -3.106
Glasgow | Scotland | 55.864 -4.252
Paisley | Scotland | 55.847 -4.424
Airdrie | Scotland | 55.866 -3.98
Edinburgh | Scotland | 55.953 -3.188
Aberdeen | Scotland | 57.15 -2.094
Dundee | Scotland | 56.462 -2.971
Inverness | Scotland | 57.478 -4.225
^Stirling | Scotland | 56.117 -3.937
Livingston | Scotland | 55.886 -3.516
~Perth | Scotland | 56.395 -3.431
Falkirk | Scotland | 56.002 -3.784
Motherwell | Scotland | 55.789 -3.992
East Kilbride | Scotland | 55.764 -4.177
Greenock | Scotland | 55.95 -4.765
Cardiff, Caerdydd | Wales | 51.482 -3.179
Swansea, Abertawe | Wales | 51.622 -3.944
~Newport | Wales | 51.588 -2.998
Wrexham | Wales | 53.043 -2.993
Belfast | Northern Ireland | 54.597 -5.93
Derry, Londonderry | Northern Ireland | 54.997 -7.309
Lisburn | Northern Ireland | 54.516 -6.058
`,
  IE: `
Dublin, Baile Átha Cliath | Leinster | 53.35 -6.26
?Cork | Munster | 51.898 -8.475
Galway | Connacht | 53.271 -9.057
^Limerick | Munster | 52.664 -8.627
Waterford | Munster | 52.259 -7.11
Kilkenny | Leinster | 52.654 -7.245
Athlone | Leinster | 53.424 -7.941
Drogheda | Leinster | 53.718 -6.348
Dundalk | Leinster | 54.004 -6.417
^Swords | Leinster | 53.459 -6.218
Dún Laoghaire, Dun Laoghaire | Leinster | 53.294 -6.134
Sligo | Connacht | 54.277 -8.476
`,
};
