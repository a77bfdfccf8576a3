/** What a test wants an ADT message to say; times are HL7 time stamps. */
export interface AdtText {
  readonly trigger: string;
  readonly control: string;
  /** EVN-2 */
  readonly at: string;
  /** EVN-6 */
  readonly happened?: string;
  readonly sequence?: number;
  readonly number?: string;
  readonly name?: string;
  /** PV1-19; null for none. */
  readonly visit?: string | null;
  /** PV1-3 and PV1-11: `4B^^1`. */
  readonly place?: string;
  readonly passing?: string;
  readonly class?: string;
  readonly attending?: string;
  readonly consulting?: string;
  /** MRG-1 */
  readonly prior?: string;
  readonly processing?: string;
  readonly version?: string;
}

/** An ADT message as text, its segments ended by carriage returns. */
export function adtText(said: AdtText): string {
  const { trigger, control, at, number = "41", prior } = said;
  const lines = [
    `MSH|^~\\&|PAS|NORTH|WARDKEY|NORTH|${at}||ADT^${trigger}|${control}|${said.processing ?? "P"}|${said.version ?? "2.5.1"}|${said.sequence ?? ""}`,
    `EVN|${trigger}|${at}||||${said.happened ?? ""}`,
    `PID|1||${number}^^^NORTH^MR||${said.name ?? "Kowalski^Anna"}||19580312|F`,
  ];
  if (prior !== undefined) lines.push(`MRG|${prior}^^^NORTH^MR`);
  else lines.push(visitLine(said));
  return `${lines.join("\r")}\r`;
}

/** The PV1 segment of {@link adtText}. */
export function visitLine(said: Partial<AdtText>): string {
  const fields = Array.from({ length: 20 }, () => "");
  fields[0] = "PV1";
  fields[1] = "1";
  fields[2] = said.class ?? "I";
  fields[3] = said.place ?? "";
  fields[7] = said.attending ?? "";
  fields[9] = said.consulting ?? "";
  fields[11] = said.passing ?? "";
  fields[19] = said.visit === null ? "" : (said.visit ?? `V${said.number ?? "41"}`);
  return fields.join("|");
}

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Fields of an acknowledgement: MSA-1, MSA-2, MSA-3, and the ERR segment. */
export function readAcknowledgement(bytes: Uint8Array): {
  readonly code: string;
  readonly control: string;
  readonly text: string;
  readonly error: string;
  readonly header: readonly string[];
} {
  const whole = new TextDecoder().decode(bytes);
  const field = whole[3] ?? "|";
  const lines = whole.split("\r");
  const line = (name: string) => lines.find((text) => text.startsWith(name)) ?? "";
  const [, code = "", control = "", text = ""] = line("MSA").split(field);
  return { code, control, text, error: line("ERR"), header: line("MSH").split(field) };
}

/** The messages of a file in which blank lines stand between them. */
export function messagesIn(file: string): readonly string[] {
  return file
    .split(/(?:\r?\n[ \t]*){2,}|\r\r/)
    .map((text) => text.trim().replaceAll(/\r?\n/g, "\r"))
    .filter((text) => text !== "");
}
