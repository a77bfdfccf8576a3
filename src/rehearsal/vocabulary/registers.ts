import { register, type Sentence } from "./sentence.ts";

/** What is said of the professional register that staff with `registered` are in (L7). */
export const registerSentences: readonly Sentence[] = [
  register({
    form: "strikes <person> off",
    means: "The register is asked and says that they are struck off.",
    act: ({ person = "" }) => ({ type: "strike-off", person }),
  }),
  register({
    form: "fails",
    means: "It is asked and does not answer.",
    act: () => ({ type: "register-fails" }),
  }),
  register({
    form: "says that <person> has expired",
    means: "The register is asked and says that their registration has expired.",
    act: ({ person = "" }) => ({ type: "register-expired", person }),
  }),
];
