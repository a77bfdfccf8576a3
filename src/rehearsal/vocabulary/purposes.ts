/**
 * Purposes of use (HL7 v3 PurposeOfUse, OID 2.16.840.1.113883.1.11.20448): a purpose that is misspelt is refused by every policy, so
 * that a task which expects that would pass by accident.
 */
export const purposes: readonly string[] = [
  // Treatment, and emergencies.
  ...["TREAT", "CAREMGT", "CLINTRL", "ETREAT", "BTG", "ERTREAT", "POPHLTH"],
  ...["PATRQT", "FAMRQT", "PWATRNY", "SUPNWK", "PUBHLTH", "DISASTER", "THREAT", "HMARKT"],
  // Running a hospital.
  ...["HOPERAT", "DONAT", "FRAUD", "GOV", "HACCRED", "HCOMPL", "HDECD", "HDIRECT", "HDM", "HLEGAL"],
  ...["HOUTCOMS", "HPRGRP", "HQUALIMP", "HSYSADMIN", "HTEST", "LABELING", "MEMADMIN", "METAMGT"],
  ...["MILCDM", "PATADMIN", "PATSFTY", "PERFMSR", "RECORDMGT", "SYSDEV", "TRAIN"],
  // Payment.
  ...["HPAYMT", "CLMATTCH", "COVAUTH", "COVERAGE", "ELIGDTRM", "ELIGVER", "ENROLLM", "MILDCRG"],
  ...["REMITADV"],
  // Research.
  ...["HRESCH", "BIORCH", "CLINTRCH", "CLINTRCHNPC", "CLINTRCHPC", "DSRCH", "POARCH"],
  ...["PRECLINTRCH", "TRANSRCH"],
];
