import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  adtHeartbeat,
  chooseDemo,
  createCharts,
  type Demo,
  generateHospital,
  type Hospital,
  hospitalCommands,
  isLoaded,
  upkeepCommands,
} from "../../hospital/index.ts";
import { connectMllp, machineClock } from "../../node/index.ts";
import { listNetworks, setPin } from "../../sessions/index.ts";
import type { Actor, Command } from "../../world/index.ts";
import type { Installation } from "../installation.ts";
import { SettingsError } from "../settings.ts";
import type { ServerExtras } from "./interfaces.ts";

/** The synthetic hospital that `--demo` runs. */
export interface Demonstration {
  readonly server: ServerExtras;
  /** Prints who may be tried, and how. */
  introduce(say: (line: string) => void): void;
  /** Lets the ADT interfaces say that they are there, through the real port. */
  beat(mllpPort: number): Promise<void>;
}

const loader: Actor = { type: "system", id: "demonstration" };

/** The emergency departments' ADT feeds are stale after five minutes of silence; a minute leaves room. */
const beatEvery = 60_000;

/**
 * Keeps the demonstration, whose badges and PINs anybody can read, and a hospital apart: the demonstration takes an empty
 * store and stays in it, and is served as the demonstration only. Answers with its plan: the seed, and the instant
 * of its first start, around which it is made.
 *
 * @throws SettingsError
 */
export async function keepApart(
  { app, settings, store }: Pick<Installation, "app" | "settings" | "store">,
  isDemo: boolean,
): Promise<DemonstrationPlan | undefined> {
  const known = await store.meta.get("demonstration");
  const setting = settings.database === undefined ? "WARDKEY_DATA" : "DATABASE_URL";
  if (!isDemo) {
    if (known === undefined) return undefined;
    throw new SettingsError(
      `${setting} names the store of a demonstration, whose badges and PINs anybody can read. Add --demo, or name another ${setting}.`,
    );
  }
  if (known === undefined && (await store.log.head()).next > 0) {
    throw new SettingsError(
      `${setting} names a store that holds another hospital, into which the demonstration is not mixed. Leave --demo out, or name another ${setting}.`,
    );
  }
  const first = JSON.stringify({ seed: "wardkey", now: app.now() });
  return JSON.parse(await store.meta.claim("demonstration", first)) as DemonstrationPlan;
}

/** What the synthetic hospital is generated from. */
export type DemonstrationPlan = Parameters<typeof generateHospital>[0];

/**
 * Registers the hospital at the first start, brings it up to now at each (rosters to 14 days ahead), and chooses people
 * who are on duty now for visitors to be. Writes `<data>/demo.json`.
 */
export async function prepareDemonstration(
  installation: Installation,
  plan: DemonstrationPlan,
): Promise<Demonstration> {
  const { app, settings } = installation;
  const now = app.now();
  const hospital = generateHospital(plan);
  await load(installation, hospital, now);
  const demo = chooseDemo(hospital, now);
  await giveCredentials(installation, demo);
  await nameNetworks(installation, hospital);
  const people = peopleOf(demo);
  writeFileSync(join(settings.data, "demo.json"), `${JSON.stringify(demoFile(demo), null, 2)}\n`, {
    mode: 0o600,
  });
  let beatAt = Number.NEGATIVE_INFINITY;
  let beats = 0;
  return {
    server: {
      charts: createCharts({ hospital, clock: machineClock }),
      demo: {
        badges: people.map(([, { name, role, badge, pin }]) => ({ name, role, badge, pin })),
        seats: demo.seats,
      },
    },
    introduce: (say) => introduce(demo, settings.data, say),
    async beat(mllpPort) {
      if (machineClock.monotonic() - beatAt < beatEvery) return;
      beatAt = machineClock.monotonic();
      beats++;
      const connection = await connectMllp({ host: "127.0.0.1", port: mllpPort });
      try {
        for (const { id, type } of hospital.feeds) {
          if (type !== "adt") continue;
          const { processing } = settings;
          await connection.send(
            new TextEncoder().encode(adtHeartbeat(id, app.now(), beats, { processing })),
          );
        }
      } finally {
        await connection.close();
      }
    },
  };
}

async function load(installation: Installation, hospital: Hospital, now: number): Promise<void> {
  const { app, keyedHash } = installation;
  const deps = {
    hash: keyedHash,
    messageHash: (text: string) => keyedHash("message", text),
  };
  const submitAll = (commands: Iterable<Command<number>>) =>
    Promise.all([...commands].map((command) => app.submit(command)));
  if (!isLoaded(hospital, app.world())) await submitAll(hospitalCommands(hospital, deps));
  await submitAll(upkeepCommands(hospital, now));
}

/** The demonstration answers this machine only: whoever reaches it is in the house. */
async function nameNetworks({ app }: Installation, { sites }: Hospital): Promise<void> {
  const [site] = sites;
  if (site === undefined || app.world().sites.get(site.id)?.networks !== undefined) return;
  const networks = ["127.0.0.0/8", "::1/128"];
  await app.submit(listNetworks({ site: site.id, networks, actor: loader }));
}

/** The PINs that are shown, for those who have none yet or another one, and the workload's key. */
async function giveCredentials(installation: Installation, demo: Demo): Promise<void> {
  const { app, pins, keyedHash } = installation;
  const people = peopleOf(demo).map(([, person]) => person);
  const known = await app.side.get(
    people.map(({ person }) => ({ table: "credentials", key: `pin|${person}` })),
  );
  await Promise.all(
    people.map(async ({ person, pin }, index) => {
      const verifier = known[index];
      if (typeof verifier === "string" && (await pins.verify(verifier, pin, "surface"))) return;
      await app.submit(setPin({ person, verifier: await pins.hash(pin), actor: loader }));
    }),
  );
  const key = {
    table: "credentials",
    key: `api-key|${keyedHash("api-key", demo.workload.key)}`,
  } as const;
  await app.submit({
    name: "api-key.issue",
    actor: loader,
    needs: [key],
    handle: ({ side }) =>
      side(key) === demo.workload.id
        ? { records: [], answer: undefined }
        : {
            records: [{ kind: "api-key.issued", body: { workload: demo.workload.id } }],
            side: [{ ...key, value: demo.workload.id }],
            answer: undefined,
          },
  });
}

/** Everybody whose badge a visitor may tap, by the part that they play. */
function peopleOf({ people, unrostered }: Demo) {
  const off = unrostered === undefined ? {} : { unrostered };
  return Object.entries({ ...people, ...off });
}

/** What other programs need to try the interfaces. */
function demoFile(demo: Demo): unknown {
  const { patients, workload, ward } = demo;
  return {
    apiKey: workload.key,
    workload: workload.id,
    ward,
    people: peopleOf(demo).map(([part, { person, name, role, ward: at, badge, pin }]) => ({
      part,
      id: person,
      name,
      role,
      ward: at,
      badge,
      pin,
    })),
    patients: patients.own.map(({ id, number, ward: at, bed }) => ({ id, number, ward: at, bed })),
    patientElsewhere: {
      id: patients.elsewhere.id,
      number: patients.elsewhere.number,
      ward: patients.elsewhere.ward,
    },
    patientSealed: shown(patients.sealed),
    patientVip: shown(patients.vip),
  };
}

function shown(patient: Demo["patients"]["sealed"]): unknown {
  return patient && { id: patient.id, number: patient.number, ward: patient.ward };
}

function introduce(demo: Demo, data: string, say: (line: string) => void): void {
  const { patients } = demo;
  say("");
  say("People to try (tap a badge by typing its number and Enter, or click on it):");
  for (const { name, role, ward, badge, pin } of peopleOf(demo).map(([, person]) => person)) {
    say(`  ${role.padEnd(16)} ${name.padEnd(28)} ${ward.padEnd(12)} badge ${badge}  PIN ${pin}`);
  }
  say(
    `Patient ${patients.elsewhere.number} is on ${patients.elsewhere.ward}: the nurse may not open that chart.`,
  );
  if (patients.sealed !== undefined) {
    say(`The chart of patient ${patients.sealed.number} is sealed, whoever is on the ward.`);
  }
  say(`The same, with an API key, is in ${join(data, "demo.json")}.`);
}
