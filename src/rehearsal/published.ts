import type { Duration } from "../ports/index.ts";
import { identityWork, operators, responses } from "./calibration.ts";

/** What was measured at hospitals, in milliseconds: means of timed logins. */
export interface PublishedLogin {
  readonly site: "user name and password" | "badge single sign-on";
  readonly login: "reconnect" | "first of the shift";
  readonly milliseconds: Duration;
}

/**
 * Gellert et al., CHRISTUS Health: 19 hospitals, 128 timed logins, before and after badge single sign-on; the seconds follow from the
 * published differences and percentages (design/rehearsal.md).
 */
const published: readonly PublishedLogin[] = [
  { site: "user name and password", login: "reconnect", milliseconds: 29_200 },
  { site: "user name and password", login: "first of the shift", milliseconds: 34_600 },
  { site: "badge single sign-on", login: "reconnect", milliseconds: 8_800 },
  { site: "badge single sign-on", login: "first of the shift", milliseconds: 29_300 },
];

/** Characters of the user name that is modelled. */
const userNameKeys = 9;
/** Characters of the complex password that is modelled. */
const passwordKeys = 12;

const { complexKey, home, key, point, think } = operators;

/** A user name and a complex password: M + P + H + 9 K, Tab, 12 complex K, Enter. */
export const passwordLogin: Duration =
  think.milliseconds +
  point.milliseconds +
  home.milliseconds +
  (userNameKeys + 1) * key.milliseconds +
  passwordKeys * complexKey.milliseconds +
  key.milliseconds;

/** One login as the model has it. */
export interface ModelledLogin extends PublishedLogin {
  /** What a person does, in milliseconds. */
  readonly person: Duration;
  /** What the site's own systems took, as far as the model has it. */
  readonly system: Duration;
  /** How it is composed, in words. */
  readonly composed: string;
  /** Whether the system's time was taken from this very figure, so that it cannot differ. */
  readonly isFitted: boolean;
}

const at = (site: PublishedLogin["site"], login: PublishedLogin["login"]): Duration =>
  published.find((each) => each.site === site && each.login === login)?.milliseconds ?? Number.NaN;

const tap = identityWork.tap.milliseconds;
/** A site without single sign-on asks for the workstation's and the application's password. */
const both = 2 * passwordLogin;
/** Starting the application for the first time: what is left of that site's first login. */
const launch = at("user name and password", "first of the shift") - both;
/** Bringing a session to another screen: what a tap leaves of that site's reconnect. */
const roam = at("badge single sign-on", "reconnect") - tap;

/**
 * The two sites of the study in our operators. Two of the four figures give the times of the sites' own systems, which no operator
 * knows; the other two follow, and show how far the model is off.
 */
export function modelPublished(): readonly ModelledLogin[] {
  return published.map((each): ModelledLogin => {
    const isReconnect = each.login === "reconnect";
    if (each.site === "user name and password") {
      return isReconnect
        ? { ...each, person: both, system: 0, composed: "two passwords", isFitted: false }
        : {
            ...each,
            person: both,
            system: launch,
            composed: "two passwords, the start of the application",
            isFitted: true,
          };
    }
    return isReconnect
      ? {
          ...each,
          person: tap,
          system: roam,
          composed: "a tap, the session that follows",
          isFitted: true,
        }
      : {
          ...each,
          person: tap + passwordLogin,
          system: roam + launch,
          composed: "a tap, one password, the session that follows, the start of the application",
          isFitted: false,
        };
  });
}

/** The same two logins here, as a rehearsal counts them: the system's answers included, no application's start. */
export function ourLogins(): readonly Pick<
  ModelledLogin,
  "login" | "person" | "system" | "composed"
>[] {
  return [
    { login: "reconnect", person: tap, system: responses.tap.milliseconds, composed: "a tap" },
    {
      login: "first of the shift",
      person: tap + identityWork.pin.milliseconds,
      system: responses.tap.milliseconds + responses.pin.milliseconds,
      composed: "a tap, a PIN of four digits",
    },
  ];
}
