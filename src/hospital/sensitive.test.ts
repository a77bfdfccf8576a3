import { expect, test } from "vitest";
import { chooseDemo } from "./demo.ts";
import { generateHospital } from "./generate-hospital.ts";

const now = Date.UTC(2026, 10, 23, 14);
const hospital = generateHospital({ seed: "sensitive", now });

test("[C10] a few charts are sealed, one is protected, and some of the staff are patients, under their own names", () => {
  const { encounters, patients, sensitive, size, staff } = hospital;
  expect(sensitive.flatMap(({ marks }) => marks).toSorted()).toEqual([
    "sealed",
    "sealed",
    "sealed",
    "vip",
  ]);
  const own = sensitive.filter(({ person }) => person !== undefined);
  expect(own).toHaveLength(4);
  for (const { patient, person } of own) {
    const member = staff.find((each) => each.person === person);
    expect(patients.find(({ id }) => id === patient)?.name).toEqual(member?.name);
  }
  const inBed = new Set(encounters.slice(0, size.inPatients).map(({ patient }) => patient));
  expect(sensitive.filter(({ patient }) => inBed.has(patient))).toHaveLength(5);
  expect(new Set(sensitive.map(({ patient }) => patient)).size).toBe(8);
});

test("[C10] who tries the demonstration out is given one of each to look for, and ordinary charts to open", () => {
  const needsCare = new Set(hospital.sensitive.map(({ patient }) => patient));
  for (const hour of [0, 3, 7, 12, 19, 23]) {
    const { patients } = chooseDemo(hospital, now + hour * 3_600_000);
    for (const { id } of [...patients.own, patients.elsewhere])
      expect(needsCare.has(id)).toBe(false);
    expect([patients.sealed, patients.vip].map((one) => needsCare.has(one?.id ?? ""))).toEqual([
      true,
      true,
    ]);
  }
});
