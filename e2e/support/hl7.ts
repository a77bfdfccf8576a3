import { once } from "node:events";
import { connect } from "node:net";
import { bytesOf, readAcknowledgement } from "../../tests/support/hl7.ts";

/** What a sender hears: MSA-1 and MSA-2, and the ERR segment. */
export type Acknowledgement = ReturnType<typeof readAcknowledgement>;

const startBlock = 0x0b;
const endBlock = Buffer.from([0x1c, 0x0d]);

/**
 * Sends one HL7 v2 message as a hospital's integration engine does, over TCP in an MLLP frame (HL7 v2.5.1 Implementation
 * Guide, appendix C.4.3), and gives its acknowledgement. Written out here, so that a fault of our own frames is seen.
 *
 * @param port of a listener on this machine
 */
export async function sendHl7(port: number, text: string): Promise<Acknowledgement> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect");
    socket.write(Buffer.concat([Buffer.from([startBlock]), bytesOf(text), endBlock]));
    let answer = Buffer.alloc(0);
    for await (const chunk of socket) {
      answer = Buffer.concat([answer, chunk as Buffer]);
      if (answer.includes(endBlock)) break;
    }
    if (answer[0] !== startBlock) throw new Error("the answer is no MLLP frame");
    return readAcknowledgement(answer.subarray(1, answer.indexOf(endBlock)));
  } finally {
    socket.destroy();
  }
}

/** An instant as HL7 writes it, in UTC. */
export function hl7Time(instant: number): string {
  const digits = new Date(instant).toISOString().replaceAll(/[-:TZ]/g, "");
  return `${digits}+0000`;
}

/** A transfer of the patient with this number to another place (A02), as a bed management system sends it. */
export function transfer(said: {
  readonly number: string;
  /** PV1-3: `4B^^7`. */
  readonly to: string;
  readonly at: number;
}): string {
  const { number, to, at } = said;
  const time = hl7Time(at);
  const segments = [
    `MSH|^~\\&|BEDS|NORTH|WARDKEY|NORTH|${time}||ADT^A02^ADT_A02|MOVE${number}${at}|P|2.5.1`,
    `EVN|A02|${time}||||${time}`,
    `PID|1||${number}^^^HOSPITAL^MR`,
    `PV1|1|I|${to}`,
  ];
  return `${segments.join("\r")}\r`;
}
