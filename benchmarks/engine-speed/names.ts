/** Roles and the roles they are in. */
export const roles: readonly { readonly id: string; readonly in: readonly string[] }[] = [
  { id: "staff", in: [] },
  { id: "clinical", in: ["staff"] },
  { id: "nursing", in: ["clinical"] },
  { id: "medical", in: ["clinical"] },
  { id: "prescriber", in: ["clinical"] },
  { id: "nurse", in: ["nursing"] },
  { id: "charge-nurse", in: ["nursing"] },
  { id: "nurse-prescriber", in: ["nursing", "prescriber"] },
  { id: "registrar", in: ["medical", "prescriber"] },
  { id: "consultant", in: ["medical", "prescriber"] },
  { id: "coding", in: ["staff"] },
  { id: "clerk", in: ["staff"] },
];

const numbered = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${`${index}`.padStart(2, "0")}`);

export const departments: readonly string[] = numbered("department", 6);
export const wards: readonly string[] = numbered("ward", 24);

/** Records that are about a patient but are not the chart: scoped policies name them. */
export const recordTypes: readonly string[] = [
  "Document",
  "Image",
  "Specimen",
  "Order",
  "Invoice",
  "Reading",
];
