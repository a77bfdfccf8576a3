import { type Answer, send, type TestSeat, type TestWard } from "../test-support.ts";

/** Where sensors report. */
export const url = "/presence/api/report";

/** A device with a key; with `seat` it is that seat's presence sensor. */
export async function sensorOf(ward: TestWard, seat?: string): Promise<TestSeat> {
  const device = await ward.seat();
  if (seat === undefined) return device;
  const key = `sensor-key|${device.thumbprint}`;
  const side = [{ table: "credentials", key, value: seat }] as const;
  await ward.record("sensor.enrolled", { seat, key: device.thumbprint }, side);
  return device;
}

/** A report by its proof. */
export async function report(ward: TestWard, sensor: TestSeat, body: unknown): Promise<Answer> {
  return send(ward.server, "POST", url, body, { dpop: await ward.proof(sensor, "POST", url) });
}

/** The kinds of the records since `position`. */
export async function kindsSince(ward: TestWard, position: number): Promise<readonly string[]> {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
}
