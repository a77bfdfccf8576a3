import type { OnProgress } from "../shared/report.ts";
import type { KnownRoles } from "../shared/role-code.ts";

/** Organisations by what care pathways call them. */
export interface Organisations {
  readonly knownAs: ReadonlySet<string>;
  readonly issuers: ReadonlyMap<
    string,
    { readonly issuer: string; readonly knownAs: ReadonlySet<string> }
  >;
}

/** How FHIR resources are read. */
export interface FhirOptions {
  /** The feed's id. */
  readonly feed: string;
  /** The IANA zone of days without a time, and of sites that the file brings. */
  readonly zone: string;
  /** The site of wards that belong to no site in the file; the only one there is where absent. */
  readonly site?: string;
  /** The pattern of new wards whose type does not tell; `inpatient` where absent. */
  readonly pattern?: string;
  /** The roles that the policy knows; any that looks like one where absent. */
  readonly policyRoles?: KnownRoles;
  /** Whether a role reaches over others' access or records: a file does not give it. None does where absent. */
  readonly isPrivileged?: (role: string) => boolean;
  /** What the codes of PractitionerRole.code and CareTeam.participant.role mean here; a code that is not in it is a role's name. */
  readonly roles?: Readonly<Record<string, string>>;
  /** What the codes of Appointment.serviceType and ServiceRequest.performerType mean here; a code that is not in it is a service's id. */
  readonly services?: Readonly<Record<string, string>>;
  /**
   * What care pathways call this organisation, and those whose staff passports are believed (C11); where absent no pathway lets
   * anybody in.
   */
  readonly organisations?: Organisations;
  readonly onProgress?: OnProgress;
}
