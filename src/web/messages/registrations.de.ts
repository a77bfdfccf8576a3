import type { registrationsEn } from "./registrations.en.ts";

/** Was die Konsole über Einträge in Berufsregistern sagt. */
export const registrationsDe: typeof registrationsEn = {
  registrationsTitle: "Berufsregister",
  registrationsNone: "Ein Eintrag in einem Berufsregister ist nicht festgehalten.",
  registrationErased: "Nummer gelöscht",
  registrationSaid: (register, number, state) => `${register} ${number}: ${state}`,
  registrationStateRegistered: "eingetragen",
  registrationStateOver: "der letzte Tag ist vorbei",
  registrationStateUnknown: "das Register kennt diese Nummer nicht",
  registrationStateExpired: "abgelaufen",
  registrationStateStruckOff: "gestrichen",
  registrationStateSuspended: "vom Register ausgesetzt",
  registrationLooked: (time) => `Das sagte das Register: ${time}.`,
  registrationNotLooked: "Das Register wurde nach dieser Nummer noch nicht gefragt.",
  registrationByDate: "Das Register wird nicht gefragt: Es gilt der festgehaltene Tag.",
  registrationSilent: (time) =>
    `Das Register antwortet nicht seit ${time}. Davon ruht niemandes Arbeit.`,
  registrationLapses: (day) =>
    `Gilt bis ${day}: Danach ruht die klinische Arbeit, am Ende des laufenden Dienstes.`,
  registrationLapsed: (time, effect) =>
    `Gilt nicht mehr seit ${time}. Die klinische Arbeit ruht ab ${effect}.`,
  registrationAdd: "Einen Eintrag festhalten",
  registrationOf: (name) => `Berufsregister: ${name}`,
  registrationRegister: "Register",
  registrationRegisterHint: "Mit seinem Kürzel, etwa nmc",
  registrationNumber: "Nummer dort",
  registrationLast: "Letzter Tag",
  registrationRecord: "Ich habe ihn gesehen",
  registrationRecorded: (name) => `Der Eintrag von ${name} ist festgehalten.`,
};
