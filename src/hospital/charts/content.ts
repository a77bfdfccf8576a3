/** A coded thing: SNOMED CT or LOINC code and what it is called. */
export interface Coded {
  readonly code: string;
  readonly text: string;
}

/** A medicine as it is prescribed. */
export interface Medicine {
  readonly text: string;
  readonly dosage: string;
}

const coded = (code: string, text: string): Coded => ({ code, text });
const medicine = (text: string, dosage: string): Medicine => ({ text, dosage });

/** Why people come, by clinical service; the first word that a summary says. */
export const reasons: Readonly<Record<string, readonly Coded[]>> = {
  medicine: [
    coded("233604007", "Pneumonia"),
    coded("68566005", "Urinary tract infection"),
    coded("13645005", "Acute exacerbation of COPD"),
    coded("85598007", "Cellulitis of the lower leg"),
    coded("14669001", "Acute kidney injury"),
  ],
  cardiology: [
    coded("84114007", "Heart failure"),
    coded("401314000", "Non-ST elevation myocardial infarction"),
    coded("49436004", "Atrial fibrillation, fast"),
    coded("271594007", "Syncope"),
  ],
  surgery: [
    coded("74400008", "Appendicitis"),
    coded("81060008", "Bowel obstruction"),
    coded("65275009", "Acute cholecystitis"),
    coded("396232000", "Inguinal hernia"),
  ],
  orthopaedics: [
    coded("5913000", "Fracture of the neck of femur"),
    coded("263102004", "Fracture of the wrist"),
    coded("239873007", "Osteoarthritis of the knee"),
  ],
  paediatrics: [
    coded("4120002", "Bronchiolitis"),
    coded("195967001", "Asthma attack"),
    coded("25374005", "Gastroenteritis"),
    coded("91175000", "Febrile seizure"),
  ],
  "emergency-medicine": [
    coded("29857009", "Chest pain"),
    coded("21522001", "Abdominal pain"),
    coded("82271004", "Head injury"),
    coded("267036007", "Breathlessness"),
    coded("217082002", "Fall at home"),
  ],
  "intensive-care": [
    coded("91302008", "Sepsis"),
    coded("65710008", "Respiratory failure"),
    coded("25106000", "Shock after major surgery"),
  ],
  anaesthesia: [
    coded("74400008", "Appendicitis, for operation"),
    coded("5913000", "Fracture of the neck of femur, for fixation"),
  ],
  telehealth: [
    coded("84114007", "Heart failure, monitored at home"),
    coded("13645005", "COPD, monitored at home"),
    coded("85598007", "Cellulitis, intravenous antibiotics at home"),
  ],
  community: [
    coded("230690007", "Stroke, rehabilitation"),
    coded("404904002", "Frailty, after a fall"),
    coded("5913000", "Rehabilitation after hip fracture"),
  ],
};

/** What people bring with them, the older the more. */
export const longTerm: readonly Coded[] = [
  coded("38341003", "High blood pressure"),
  coded("44054006", "Type 2 diabetes"),
  coded("13645005", "COPD"),
  coded("195967001", "Asthma"),
  coded("709044004", "Chronic kidney disease"),
  coded("396275006", "Osteoarthritis"),
  coded("40930008", "Hypothyroidism"),
  coded("35489007", "Depression"),
  coded("49436004", "Atrial fibrillation"),
  coded("386806002", "Memory problems"),
  coded("414545008", "Ischaemic heart disease"),
  coded("64859006", "Osteoporosis"),
];

/** What people do not tolerate, and what happens. */
export const allergies: readonly (Coded & { readonly reaction: string; readonly high: boolean })[] =
  [
    { ...coded("764146007", "Penicillin"), reaction: "rash", high: false },
    { ...coded("764146007", "Penicillin"), reaction: "anaphylaxis", high: true },
    { ...coded("387406002", "Sulfonamides"), reaction: "rash", high: false },
    { ...coded("387458008", "Aspirin"), reaction: "wheeze", high: true },
    { ...coded("387494007", "Codeine"), reaction: "vomiting", high: false },
    { ...coded("111088007", "Latex"), reaction: "hives", high: true },
    { ...coded("762952008", "Peanut"), reaction: "anaphylaxis", high: true },
    { ...coded("385420005", "Contrast medium"), reaction: "itching", high: false },
    { ...coded("372840008", "Trimethoprim"), reaction: "rash", high: false },
  ];

/** Prescribed on top of what is regular: against pain, clots and nausea. */
export const usualMedicines: readonly Medicine[] = [
  medicine("Paracetamol 1 g tablet", "1 g by mouth four times a day"),
  medicine("Enoxaparin 40 mg injection", "40 mg under the skin once a day"),
  medicine(
    "Ondansetron 4 mg",
    "4 mg by mouth or intravenously when needed, up to three times a day",
  ),
  medicine("Sodium chloride 0.9 % 1 litre", "intravenously over 8 hours"),
  medicine(
    "Morphine sulfate 10 mg/5 ml solution",
    "5 mg by mouth when needed, at most every 4 hours",
  ),
  medicine("Senna 7.5 mg tablet", "15 mg by mouth at night"),
  medicine("Salbutamol 2.5 mg nebules", "2.5 mg by nebuliser when needed"),
];

/** What people take for good. */
export const regularMedicines: readonly Medicine[] = [
  medicine("Amlodipine 5 mg tablet", "5 mg by mouth once a day"),
  medicine("Bisoprolol 2.5 mg tablet", "2.5 mg by mouth once a day"),
  medicine("Furosemide 40 mg tablet", "40 mg by mouth in the morning"),
  medicine("Ramipril 5 mg capsule", "5 mg by mouth once a day"),
  medicine("Atorvastatin 40 mg tablet", "40 mg by mouth at night"),
  medicine("Metformin 500 mg tablet", "500 mg by mouth twice a day with food"),
  medicine("Apixaban 5 mg tablet", "5 mg by mouth twice a day"),
  medicine("Levothyroxine 75 microgram tablet", "75 micrograms by mouth in the morning"),
  medicine("Omeprazole 20 mg capsule", "20 mg by mouth in the morning"),
  medicine("Sertraline 50 mg tablet", "50 mg by mouth once a day"),
];

/** For children, by weight in practice; here as a usual dose. */
export const childMedicines: readonly Medicine[] = [
  medicine("Paracetamol 250 mg/5 ml suspension", "by weight, up to four times a day"),
  medicine("Ibuprofen 100 mg/5 ml suspension", "by weight, up to three times a day with food"),
  medicine("Oral rehydration salts", "one sachet after each loose stool"),
  medicine("Salbutamol 100 microgram inhaler", "2 puffs through a spacer when needed"),
];

/** What is measured: LOINC code, unit (UCUM), the usual range, how far values spread, and decimals. */
export interface Measure extends Coded {
  readonly unit: string;
  readonly shown: string;
  readonly low: number;
  readonly high: number;
  readonly spread: number;
  readonly decimals: number;
}

const measure = (
  code: string,
  text: string,
  [shown, unit]: readonly [string, string],
  [low, high]: readonly [number, number],
  [spread, decimals]: readonly [number, number],
): Measure => ({ code, text, shown, unit, low, high, spread, decimals });

/** Taken every four hours. Blood pressure is beside them, since it has two values. */
export const vitalSigns: readonly Measure[] = [
  measure("8867-4", "Heart rate", ["/min", "/min"], [60, 100], [35, 0]),
  measure("9279-1", "Respiratory rate", ["/min", "/min"], [12, 20], [8, 0]),
  measure("8310-5", "Temperature", ["°C", "Cel"], [36, 37.5], [1.6, 1]),
  measure("59408-5", "Oxygen saturation", ["%", "%"], [94, 100], [6, 0]),
];

/** The two values of a blood pressure (LOINC 85354-9). */
export const bloodPressure: { readonly systolic: Measure; readonly diastolic: Measure } = {
  systolic: measure("8480-6", "Systolic blood pressure", ["mmHg", "mm[Hg]"], [110, 140], [45, 0]),
  diastolic: measure("8462-4", "Diastolic blood pressure", ["mmHg", "mm[Hg]"], [60, 90], [25, 0]),
};

/** Taken once a day. */
export const laboratory: readonly Measure[] = [
  measure("718-7", "Haemoglobin", ["g/L", "g/L"], [120, 160], [50, 0]),
  measure("6690-2", "White cells", ["10*9/L", "10*9/L"], [4, 11], [8, 1]),
  measure("2951-2", "Sodium", ["mmol/L", "mmol/L"], [135, 145], [9, 0]),
  measure("2823-3", "Potassium", ["mmol/L", "mmol/L"], [3.5, 5.1], [1.2, 1]),
  measure("14682-9", "Creatinine", ["µmol/L", "umol/L"], [60, 110], [90, 0]),
  measure("1988-5", "C-reactive protein", ["mg/L", "mg/L"], [0, 5], [120, 0]),
];

/** What a ward round or a nurse's entry says; `{reason}` is why the patient came. */
export const notes: readonly { readonly type: string; readonly text: string }[] = [
  {
    type: "Ward round",
    text: "{reason}. Comfortable, eating and drinking. Plan: go on as we are, bloods tomorrow.",
  },
  {
    type: "Ward round",
    text: "{reason}, improving. Observations stable. Aim for home in the next few days.",
  },
  { type: "Ward round", text: "{reason}. Still tired. Review medicines, physiotherapy to see." },
  {
    type: "Nursing",
    text: "Settled night. Turned and washed, skin intact. Family rang and were told.",
  },
  {
    type: "Nursing",
    text: "Pain well controlled. Walked to the bathroom with one. Fluid chart going on.",
  },
  {
    type: "Nursing",
    text: "Ate half of lunch. Cannula changed, site clean. Falls risk explained again.",
  },
  {
    type: "Therapy",
    text: "Seen at the bed: sits out with help of one, walks ten metres with a frame.",
  },
  { type: "Pharmacy", text: "Medicines checked against the family doctor's list: no differences." },
];
