/** Cities by country code, one a line: `names | region | latitude longitude`, the common English name first. Marks: see gazetteer.ts. */
export const ASIA_PACIFIC: Record<string, string> = {
  IN: `
Bengaluru, Bangalore, Bengalooru, =BLR | Karnataka | 12.972 77.595
Whitefield | Karnataka | 12.97 77.75
Electronic City, Electronics City | Karnataka | 12.845 77.66
Mysuru, Mysore | Karnataka | 12.296 76.639
Mangaluru, Mangalore | Karnataka | 12.914 74.856
Hosur | Tamil Nadu | 12.74 77.825
Tumakuru, Tumkur | Karnataka | 13.34 77.101
Mumbai, Bombay | Maharashtra | 19.076 72.878
Navi Mumbai | Maharashtra | 19.033 73.03
^Thane | Maharashtra | 19.218 72.978
Pune, Poona | Maharashtra | 18.52 73.857
Nagpur | Maharashtra | 21.146 79.088
Nashik | Maharashtra | 19.998 73.79
Delhi, New Delhi, Neu-Delhi | Delhi | 28.614 77.209
Gurugram, Gurgaon | Haryana | 28.46 77.027
Noida, Greater Noida | Uttar Pradesh | 28.535 77.391
Faridabad | Haryana | 28.409 77.318
Ghaziabad | Uttar Pradesh | 28.669 77.454
Hyderabad, Secunderabad | Telangana | 17.385 78.487
Chennai, Madras | Tamil Nadu | 13.083 80.271
Coimbatore | Tamil Nadu | 11.017 76.956
Madurai | Tamil Nadu | 9.925 78.12
Vellore | Tamil Nadu | 12.916 79.133
Kolkata, Calcutta | West Bengal | 22.573 88.364
Ahmedabad | Gujarat | 23.023 72.571
^Surat | Gujarat | 21.17 72.831
Vadodara, Baroda | Gujarat | 22.307 73.181
Jaipur | Rajasthan | 26.912 75.787
Kota | Rajasthan | 25.214 75.865
Lucknow | Uttar Pradesh | 26.847 80.946
Kanpur | Uttar Pradesh | 26.45 80.332
Indore | Madhya Pradesh | 22.72 75.858
Bhopal | Madhya Pradesh | 23.26 77.413
Chandigarh | Chandigarh | 30.733 76.779
Mohali | Punjab | 30.705 76.718
Ludhiana | Punjab | 30.901 75.857
Amritsar | Punjab | 31.634 74.872
Patna | Bihar | 25.594 85.138
Bhubaneswar | Odisha | 20.296 85.825
Kochi, Cochin | Kerala | 9.931 76.267
Thiruvananthapuram, Trivandrum | Kerala | 8.524 76.936
Visakhapatnam, Vizag | Andhra Pradesh | 17.687 83.219
Vijayawada | Andhra Pradesh | 16.507 80.648
Guwahati | Assam | 26.144 91.736
Panaji | Goa | 15.491 73.828
Dehradun | Uttarakhand | 30.317 78.032
`,
  PK: `
Karachi | Sindh | 24.861 67.001
Lahore | Punjab | 31.52 74.359
Islamabad | | 33.684 73.048
Rawalpindi | Punjab | 33.565 73.017
Peshawar | Khyber Pakhtunkhwa | 34.015 71.525
~Hyderabad | Sindh | 25.396 68.358
`,
  BD: `
Dhaka | | 23.81 90.413
Chittagong, Chattogram | | 22.357 91.783
`,
  LK: `
Colombo | | 6.927 79.861
`,
  NP: `
Kathmandu | | 27.717 85.324
`,
  CN: `
Beijing, Peking | | 39.904 116.407
Shanghai | | 31.23 121.474
Shenzhen | Guangdong | 22.543 114.058
Guangzhou | Guangdong | 23.129 113.264
Hangzhou | Zhejiang | 30.274 120.155
Suzhou | Jiangsu | 31.299 120.585
Nanjing | Jiangsu | 32.06 118.797
Chengdu | Sichuan | 30.573 104.067
Wuhan | Hubei | 30.593 114.306
Xi'an | | 34.342 108.94
Chongqing | | 29.563 106.551
Tianjin | | 39.084 117.201
Qingdao | Shandong | 36.067 120.383
`,
  TW: `
Taipei | | 25.033 121.565
Hsinchu | | 24.814 120.968
Kaohsiung | | 22.627 120.301
`,
  JP: `
Tokyo, Tokio | Kanto | 35.68 139.77
Yokohama | Kanto | 35.444 139.638
Osaka | Kansai | 34.694 135.502
Kyoto | Kansai | 35.012 135.768
Kobe | Kansai | 34.69 135.196
Nagoya | | 35.182 136.906
Fukuoka | | 33.59 130.402
Sapporo | Hokkaido | 43.062 141.354
`,
  KR: `
Seoul | | 37.567 126.978
Busan, Pusan | | 35.18 129.075
Incheon | | 37.456 126.705
Daejeon | | 36.35 127.385
`,
  TH: `
Bangkok | | 13.756 100.502
Chiang Mai | | 18.788 98.985
Phuket | | 7.88 98.392
`,
  VN: `
Ho Chi Minh City, Saigon, =HCMC | | 10.823 106.63
Hanoi, Ha Noi | | 21.028 105.854
Da Nang, Danang | | 16.054 108.202
`,
  MY: `
Kuala Lumpur, =KL | | 3.139 101.687
Petaling Jaya | Selangor | 3.107 101.607
~George Town | Penang | 5.414 100.329
Johor Bahru | Johor | 1.493 103.741
`,
  ID: `
Jakarta | | -6.208 106.846
Surabaya | East Java | -7.257 112.752
Bandung | West Java | -6.917 107.619
Denpasar | Bali | -8.65 115.217
`,
  PH: `
Manila | Metro Manila | 14.6 120.984
Makati | Metro Manila | 14.555 121.024
Quezon City | Metro Manila | 14.676 121.044
Taguig | Metro Manila | 14.518 121.051
Cebu, Cebu City | | 10.316 123.886
Davao | | 7.191 125.455
`,
  KH: `
Phnom Penh | | 11.556 104.928
`,
  MM: `
Yangon, Rangoon | | 16.867 96.196
`,
  LA: `
Vientiane | | 17.976 102.633
`,
  MN: `
Ulaanbaatar | | 47.889 106.906
`,
  KZ: `
Almaty | | 43.222 76.851
Astana | | 51.169 71.449
`,
  UZ: `
Tashkent | | 41.3 69.24
`,
  AU: `
Sydney | New South Wales | -33.869 151.209
Parramatta | New South Wales | -33.815 151.001
~Newcastle | New South Wales | -32.928 151.782
Wollongong | New South Wales | -34.425 150.893
Melbourne | Victoria | -37.814 144.963
Geelong | Victoria | -38.149 144.361
Ballarat | Victoria | -37.562 143.85
Brisbane | Queensland | -27.47 153.026
Gold Coast | Queensland | -28.017 153.4
Cairns | Queensland | -16.919 145.778
Townsville | Queensland | -19.259 146.817
Mackay | Queensland | -21.141 149.186
Perth | Western Australia | -31.953 115.857
Fremantle | Western Australia | -32.056 115.747
?Newman | Western Australia | -23.356 119.734
Karratha | Western Australia | -20.736 116.846
Port Hedland | Western Australia | -20.312 118.61
Kalgoorlie | Western Australia | -30.749 121.466
Adelaide | South Australia | -34.929 138.601
Hobart | Tasmania | -42.882 147.328
Darwin | Northern Territory | -12.463 130.842
Canberra | Australian Capital Territory | -35.281 149.13
`,
  NZ: `
Auckland | | -36.848 174.763
Wellington | | -41.287 174.776
Christchurch | Canterbury Region | -43.532 172.636
~Hamilton | Waikato | -37.788 175.28
Dunedin | Otago | -45.879 170.503
Queenstown | Otago | -45.031 168.663
`,
  FJ: `
Suva | | -18.125 178.45
`,
  PG: `
Port Moresby | | -9.443 147.18
`,
};
