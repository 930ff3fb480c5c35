/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const AFRICA_MIDDLE_EAST: Record<string, string> = {
  AE: `
Dubai | | 25.205 55.271
Abu Dhabi | | 24.454 54.377
Sharjah | | 25.346 55.421
Ajman | | 25.405 55.513
Ras Al Khaimah, Ras al-Khaimah, =RAK | | 25.801 55.976
Al Ain | | 24.208 55.745
Fujairah | | 25.128 56.326
`,
  SA: `
Riyadh | | 24.714 46.675
Jeddah, Jiddah | | 21.486 39.193
Dammam | Eastern Province | 26.421 50.089
Al Khobar, Khobar | Eastern Province | 26.218 50.197
Dhahran | Eastern Province | 26.288 50.114
Mecca, Makkah | | 21.389 39.858
Medina, Madinah | | 24.525 39.569
Neom | | 28.0 35.2
`,
  QA: `
Doha | | 25.285 51.531
Al Wakrah | | 25.172 51.604
`,
  KW: `
Kuwait City | | 29.376 47.977
`,
  BH: `
Manama | | 26.228 50.586
`,
  OM: `
Muscat, Maskat | | 23.588 58.383
`,
  IL: `
Tel Aviv, Tel Aviv-Yafo | | 32.085 34.782
Jerusalem | | 31.769 35.216
Haifa | | 32.794 34.99
Herzliya | | 32.164 34.844
`,
  PS: `
Ramallah | | 31.903 35.206
`,
  JO: `
Amman | | 31.954 35.91
`,
  LB: `
Beirut | | 33.894 35.502
`,
  IQ: `
Baghdad | | 33.315 44.366
Erbil | | 36.191 44.009
Basra | | 30.508 47.783
`,
  IR: `
Tehran | | 35.689 51.389
`,
  TR: `
Istanbul | | 41.008 28.978
Ankara | | 39.933 32.86
Izmir, İzmir | | 38.423 27.143
Antalya | | 36.897 30.713
Bursa | | 40.189 29.061
?Of | | 40.945 40.265
`,
  GE: `
Tbilisi | | 41.715 44.827
Batumi | | 41.617 41.637
`,
  AM: `
Yerevan | | 40.179 44.499
`,
  AZ: `
Baku | | 40.409 49.867
`,
  EG: `
Cairo, Kairo | | 30.044 31.236
Giza | | 30.013 31.209
Alexandria | | 31.2 29.919
New Cairo | | 30.03 31.47
`,
  MA: `
Casablanca | | 33.573 -7.59
Rabat | | 34.021 -6.842
Marrakesh, Marrakech | | 31.63 -7.981
Tangier, Tanger | | 35.759 -5.834
`,
  DZ: `
Algiers, Alger | | 36.754 3.059
`,
  TN: `
Tunis | | 36.806 10.182
`,
  LY: `
Tripoli | | 32.887 13.191
`,
  KE: `
Nairobi | Nairobi | -1.286 36.817
Mombasa | Mombasa | -4.044 39.668
Kisumu | | -0.091 34.768
Nakuru | | -0.303 36.08
Eldoret | | 0.514 35.27
Naivasha | | -0.717 36.431
Lodwar | Turkana County | 3.119 35.597
Marsabit | | 2.334 37.99
Garissa | | -0.453 39.646
Kakuma | Turkana County | 3.717 34.857
Thika | Kiambu | -1.033 37.069
Kiambu | Kiambu | -1.171 36.835
Nyeri | | -0.42 36.948
`,
  UG: `
Kampala | | 0.348 32.582
Entebbe | | 0.051 32.464
`,
  TZ: `
Dar es Salaam | | -6.792 39.208
Dodoma | | -6.163 35.752
Arusha | | -3.387 36.683
`,
  RW: `
Kigali | | -1.944 30.062
`,
  ET: `
Addis Ababa | | 9.03 38.74
`,
  SO: `
Mogadishu | | 2.046 45.318
`,
  SS: `
^Juba | | 4.859 31.571
`,
  SD: `
Khartoum | | 15.5 32.56
`,
  NG: `
Lagos | Lagos | 6.524 3.379
Abuja | | 9.077 7.399
Ibadan | | 7.378 3.947
Port Harcourt | Rivers State | 4.816 7.05
Kano | | 12.002 8.592
Enugu | | 6.441 7.499
`,
  GH: `
Accra | | 5.604 -0.187
Kumasi | | 6.688 -1.624
`,
  CI: `
Abidjan | | 5.36 -4.008
`,
  SN: `
Dakar | | 14.716 -17.467
`,
  ML: `
Bamako | | 12.639 -8.003
`,
  CM: `
Douala | | 4.051 9.768
Yaoundé | | 3.848 11.502
`,
  CD: `
Kinshasa | | -4.442 15.266
Lubumbashi | | -11.66 27.479
^Goma | | -1.679 29.222
`,
  AO: `
Luanda | | -8.839 13.289
`,
  ZM: `
Lusaka | | -15.387 28.323
`,
  ZW: `
Harare | | -17.825 31.034
Bulawayo | | -20.15 28.583
`,
  MZ: `
Maputo | | -25.966 32.583
`,
  MW: `
Lilongwe | | -13.963 33.774
Blantyre | | -15.786 35.006
`,
  BW: `
Gaborone | | -24.628 25.923
`,
  NA: `
Windhoek | | -22.56 17.066
`,
  ZA: `
Johannesburg, =Joburg, Jozi | Gauteng | -26.204 28.047
Sandton | Gauteng | -26.107 28.057
Pretoria, Tshwane | Gauteng | -25.747 28.229
Midrand | Gauteng | -25.989 28.127
Cape Town, Kaapstad | Western Cape | -33.925 18.424
Stellenbosch | Western Cape | -33.932 18.86
Paarl | Western Cape | -33.734 18.962
Somerset West | Western Cape | -34.084 18.821
~George | Western Cape | -33.964 22.459
Durban | KwaZulu-Natal | -29.859 31.022
Pietermaritzburg | KwaZulu-Natal | -29.6 30.379
Gqeberha, Port Elizabeth | Eastern Cape | -33.961 25.615
~East London | Eastern Cape | -33.015 27.912
Bloemfontein | Free State | -29.085 26.16
Rustenburg | North West | -25.667 27.242
Polokwane | Limpopo | -23.897 29.449
`,
  MU: `
Port Louis | | -20.161 57.501
`,
  MG: `
Antananarivo | | -18.879 47.508
`,
};
