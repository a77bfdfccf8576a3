/** What the console says of professional registrations. */
export const registrationsEn = {
  registrationsTitle: "Professional registration",
  registrationsNone: "No professional registration is on record.",
  registrationErased: "number erased",
  registrationSaid: (register: string, number: string, state: string): string =>
    `${register} ${number}: ${state}`,
  registrationStateRegistered: "registered",
  registrationStateOver: "its last day is over",
  registrationStateUnknown: "the register does not know this number",
  registrationStateExpired: "expired",
  registrationStateStruckOff: "struck off",
  registrationStateSuspended: "suspended by the register",
  registrationLooked: (time: string): string => `The register said so: ${time}.`,
  registrationNotLooked: "The register has not been asked about this number yet.",
  registrationByDate: "The register is not asked: the day counts that is on record.",
  registrationSilent: (time: string): string =>
    `The register has not answered since ${time}. That suspends nobody.`,
  registrationLapses: (day: string): string =>
    `Lapses after ${day}: clinical work is suspended then, at the end of the running shift.`,
  registrationLapsed: (time: string, effect: string): string =>
    `Lapsed: ${time}. Clinical work is suspended from ${effect}.`,
  registrationAdd: "Write a registration down",
  registrationOf: (name: string): string => `Professional registration of ${name}`,
  registrationRegister: "Register",
  registrationRegisterHint: "By its code, such as nmc",
  registrationNumber: "Number there",
  registrationLast: "Its last day",
  registrationRecord: "I have seen it",
  registrationRecorded: (name: string): string => `The registration of ${name} is on record.`,
};
