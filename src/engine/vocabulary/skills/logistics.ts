import type { SkillArea } from "./area.ts";

export const logistics: SkillArea = {
  skills: {
    "HGV class 1":
      "HGV Class 1, LGV Class 1, Category C+E, class 1 licence, C+E licence, CE licence, LGV C+E, class one HGV, artic driving, articulated lorry, class 1 driving, HGV 1, category CE",
    "HGV class 2": "LGV Class 2, Category C licence, class 2 licence, HGV Class 2, rigid lorry, class 2 driving, HGV 2",
    "Truck driving":
      "HGV, lorry driving, HGV driving, LGV driving, trucking, heavy goods vehicle, truck driver, !lorry driver, HGV licence, tractor-trailer, tractor trailer, long-haul driving, long haul, Lkw-Fahrer, OTR driving, class 3 licence, class 4 licence, class 5 licence, heavy rigid, heavy combination, HR licence, HC licence, MC licence, drop and hook, pre-trip inspection",
    "CDL class A":
      "CDL-A, CDL A, Class A CDL, CDL, commercial driver's license, commercial drivers licence, CDL class A license, AZ licence, Class 1 licence Canada, commercial driver's licence",
    "CDL endorsements": "hazmat endorsement, tanker endorsement, doubles and triples, TWIC card, TWIC, hazmat, doubles/triples endorsement",
    "Air brakes": "air brake endorsement, Air brakes (Q), Q endorsement",
    "Driver CPC": "DCPC, CPC card, driver qualification card, driver certificate of professional competence, Code 95",
    "DOT compliance": "DOT medical card, DOT regulations, FMCSA, hours of service, DOT physical",
    "Digital tachograph": "tachograph, tacho card, tachographs, digi card, tacho",
    "Electronic logging": "ELD, electronic logging device, electronic logs, e-logs",
    "^ADR": "ADR licence, dangerous goods, hazardous goods transport, DG transport, ADR certificate, carriage of dangerous goods, dangerous goods licence",
    "Driving licence":
      "driving licence B, driver's licence, clean driving licence, full driving licence, driver's license, Führerschein, Führerschein Klasse B, driving license, valid driving licence, category B licence, car licence, LR licence, full UK driving licence, C class licence, Code B licence, CNH B",
    "Van driving":
      "delivery driving, multi-drop, multi-drop delivery, courier driving, parcel delivery, courier, last-mile delivery, van driver, delivery driver",
    "Passenger transport": "bus driving, coach driving, PCV, taxi driving, chauffeuring, minibus driving, D1 licence, PSV licence",
    "Refrigerated transport": "reefer, reefers, temperature-controlled transport, refrigerated trailers, cold chain transport, cold chain",
    "Load securing": "load securement, securing loads, cargo securing, Ladungssicherung, strapping loads",
    "Abnormal loads": "heavy haulage, oversize loads, abnormal load, wide loads, flatbed, flatbed hauling",
    HIAB: "lorry loader, ALLMI, crane truck, Hiab operation, vehicle-mounted crane",
    Forklift:
      "fork lift, forklift licence, forklift driving, forklift operation, counterbalance, counterbalance forklift, Gabelstapler, Staplerschein, FLT, forklift truck, forklift operator, forklift license, forklift certified, Empilhadeira, NR-11, FLT licence, LF licence, forklift driver, Empilhadeira contrabalançada",
    "Reach truck": "reach trucks, Empilhadeira retrátil, Schubmaststapler, reach truck licence, Reachtruck",
    "Picker truck":
      "order picker truck, VNA, low-level order picker, LLOP, powered pallet truck, !PPT, =EPT, electric pallet truck, pallet jack, pallet trucks, pallet truck, very narrow aisle, stock picker truck",
    Telehandler: "telescopic handler, telehandlers",
    "Order picking": "picking and packing, pick and pack, order selection, !picking, warehouse picking, Kommissionierung, case picking, Kommissionieren",
    "Voice picking": "pick by voice, voice-directed picking, pick-by-voice",
    "RF scanner":
      "RF scanning, handheld scanner, barcode scanning, barcode scanner, RF gun, hand-held scanners, !scanners, handheld scanners, hand scanner, RF collector",
    "Warehouse operations":
      "warehousing, warehouse work, warehouse management, Lagerlogistik, warehouse operative, warehouse experience, distribution centre, fulfilment centre, distribution center, warehouse",
    "Shipping and receiving":
      "goods in, goods-in, goods out, !dispatch, receiving goods, loading and unloading, !shipping, stock receival, inbound and outbound, loading bay, !receiving, despatch, unloading trucks, Wareneingang, goods receipt, parcel sorting",
    "Inventory management":
      "inventory control, stock control, inventory, stock management, inventory counting, cycle counts, cycle counting, stock counts, stocktaking, stocktake, stock taking, inventory accuracy",
    "Warehouse management systems": "WMS, SAP EWM, Manhattan WMS, SAP WM, Blue Yonder WMS, warehouse management system",
    "Transport management systems": "TMS, transport management system, Oracle OTM",
    "Route planning": "route optimisation, vehicle routing, transport planning, delivery planning, Tourenplanung, journey planning, Roteirização",
    "Dispatch coordination":
      "dispatching, fleet dispatch, transport coordination, transport operations, traffic office, load planning, driver dispatch, dispatch planning, !Disposition",
    "Fleet management": "fleet maintenance coordination, vehicle fleet management, operator licence, transport manager CPC",
    OTIF: "on time in full, delivery performance, OTIF reporting, on-time delivery",
    "Freight negotiation": "carrier negotiation, freight rates, freight procurement, carrier management, haulier management, rate negotiation freight",
    "Freight forwarding":
      "air freight, sea freight, ocean freight, Incoterms, freight forwarder, shipping documentation, ^Spedition, bill of lading, import/export, import and export",
    "Customs clearance":
      "customs, customs brokerage, customs declarations, customs compliance, !Zoll, Zollabwicklung, tariff classification, export control, CargoWise",
    "Port operations": "port handling, container terminal, stevedoring, vessel operations, terminal operations, port logistics, terminal operating systems",
    "!Maritime": "seafaring, STCW, deck officer, marine engineering, ship operations, !seafarer",
    "Supply chain management": "supply chain, supply chain planning, SCM, supply planning, demand planning, S&OP, supply chain operations",
    Logistics: "logistics coordination, logistics management, logistics planning, logistics operations, Logistik, 3PL, third-party logistics",
    "!Packing": "!packaging, packing goods, co-packing",
    "Aviation ground handling": "ground handling, ramp handling, baggage handling, aircraft loading, airside operations",
    "Cabin crew": "in-flight service, flight attendant",
    "!Piloting": "commercial pilot licence, ATPL, flight operations, drone piloting, drone pilot, remote pilot licence, UAV piloting",
    "Rail operations": "train driving, railway signalling, track maintenance, PTS track safety",
    Removals: "furniture removals, house moving",
    "Motorcycle delivery": "bike courier, bicycle courier",
  },
  related: [
    "HGV class 1, HGV class 2, Truck driving, CDL class A",
    "HGV class 1, Driver CPC, Digital tachograph",
    "HGV class 2, Driver CPC, Digital tachograph",
    "CDL class A, CDL endorsements, Air brakes, DOT compliance",
    "DOT compliance, Electronic logging, Drug and alcohol testing",
    "Digital tachograph, Electronic logging",
    "CDL endorsements, ADR",
    "Driving licence, Van driving, Passenger transport",
    "Truck driving, Van driving",
    "Truck driving, Refrigerated transport, Load securing, Abnormal loads",
    "Abnormal loads, Load securing",
    "HIAB, Truck driving, Slinging and signalling",
    "Forklift, Reach truck, Picker truck, Telehandler",
    "Forklift, Warehouse operations",
    "Telehandler, Excavator operation",
    "Order picking, Voice picking, RF scanner, Picker truck",
    "Order picking, Warehouse operations, Shipping and receiving",
    "Order picking, Packing",
    "Inventory management, Warehouse operations, Stock replenishment",
    "Warehouse management systems, RF scanner, Inventory management",
    "Warehouse management systems, Transport management systems",
    "Route planning, Dispatch coordination, Transport management systems",
    "Dispatch coordination, Fleet management",
    "OTIF, Dispatch coordination",
    "Freight negotiation, Freight forwarding, Purchasing",
    "Freight forwarding, Customs clearance, Port operations",
    "Maritime, Port operations",
    "Supply chain management, Logistics, Purchasing",
    "Logistics, Freight forwarding, Warehouse operations",
    "Aviation ground handling, Cabin crew",
    "Piloting, Drone imaging",
    "Van driving, Motorcycle delivery, Removals",
    "Driving licence, Forklift",
  ],
};
