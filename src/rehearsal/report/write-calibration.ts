import { type Constant, identityWork, operators, responses, walking } from "../calibration.ts";
import { modelPublished, ourLogins } from "../published.ts";

const constants: readonly Constant[] = [operators, identityWork, responses, walking].flatMap(
  (each) => Object.values<Constant>(each),
);

/** Writes every constant of the calibration, and the published figures beside the model's and ours, as Markdown. */
export function writeCalibration(): string {
  return [
    "| constant | seconds | source |",
    "| --- | --- | --- |",
    ...constants.map(
      ({ milliseconds, source, what }) => `| ${what} | ${seconds(milliseconds)} | ${source} |`,
    ),
    "",
    "| site | login | published | model | difference | the person's part | the site's systems | composed of |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...modelPublished().map(
      ({ composed, isFitted, login, milliseconds, person, site, system }) =>
        `| ${site} | ${login} | ${seconds(milliseconds)} s | ${seconds(person + system)} s | ${isFitted ? "0, fitted" : difference(person + system, milliseconds)} | ${seconds(person)} s | ${seconds(system)} s | ${composed} |`,
    ),
    ...ourLogins().map(
      ({ composed, login, person, system }) =>
        `| Wardkey | ${login} | | ${seconds(person + system)} s | | ${seconds(person)} s | ${seconds(system)} s | ${composed} |`,
    ),
    "",
  ].join("\n");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(2);
}

function difference(model: number, published: number): string {
  const off = model - published;
  const sign = off < 0 ? "-" : "+";
  const percent = (100 * Math.abs(off)) / published;
  return `${sign}${seconds(Math.abs(off))} s, ${percent.toFixed(1)} %`;
}
