import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../tests/support/ports.ts";
import { bundleOf, shippedFiles } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { runText } from "./test-support.ts";

const policy = shippedFiles();

/** What of a pattern lets access outlive its reason, or begin before it. */
const margins = [
  "handover-margin-before",
  "handover-margin-after",
  "tail",
  "contact-lead",
  "contact-tail",
] as const;
const minutes = [0, 5, 30, 90, 240] as const;

/** The shipped policy with one margin of the in-patient wards as long as this. */
async function withMargin(margin: (typeof margins)[number], length: number): Promise<Bundle> {
  const text = policy["patterns.yaml"] ?? "";
  const changed = text.replace(new RegExp(`(?<=\n  ${margin}: ).*`), `${length} min`);
  expect(changed).toContain(`\n  ${margin}: ${length} min\n`);
  return await bundleOf({ ...policy, "patterns.yaml": changed });
}

const known = new Map<string, Promise<Bundle>>();
function bundleWith(margin: (typeof margins)[number], length: number): Promise<Bundle> {
  const key = `${margin} ${length}`;
  const bundle = known.get(key) ?? withMargin(margin, length);
  known.set(key, bundle);
  return bundle;
}

const day = 24 * 60;
/** Minutes since the midnight before 2026-03-10, as the language writes them. */
function timeOf(minute: number): string {
  const [hour, rest] = [Math.floor((minute % day) / 60), minute % 60];
  const time = [hour, rest].map((each) => String(each).padStart(2, "0")).join(":");
  return `2026-03-${10 + Math.floor(minute / day)} ${time}`;
}

/** Somebody works, or comes too early or too late, and their patient goes or stays; another is seen by appointment. */
const tasks = fc
  .record({
    from: fc.integer({ min: 6 * 60, max: 10 * 60 }),
    lasts: fc.integer({ min: 60, max: 12 * 60 }),
    again: fc.option(fc.integer({ min: 1, max: 6 * 60 }), { nil: undefined }),
    comes: fc.integer({ min: -120, max: 14 * 60 }),
    does: fc.constantFrom("opens the chart of", "writes a note on"),
    goes: fc.constantFrom("moves to 6A", "is discharged", undefined),
    after: fc.integer({ min: 1, max: 8 * 60 }),
    contact: fc.option(
      fc.record({
        begins: fc.integer({ min: 0, max: 20 * 60 }),
        lasts: fc.integer({ min: 15, max: 120 }),
      }),
      { nil: undefined },
    ),
  })
  .map(({ from, lasts, again, comes, does, goes, after, contact }) => {
    const to = from + lasts;
    const shifts = [`${timeOf(from)}/${timeOf(to)}`];
    if (again !== undefined) shifts.push(`${timeOf(to + again)}/${timeOf(to + again + 60)}`);
    const at = from + comes;
    const contacts =
      contact === undefined
        ? ""
        : `  contacts: [{ patient: p2, service: 4B, period: ${timeOf(contact.begins)}/${timeOf(contact.begins + contact.lasts)} }]\n`;
    return `task: A margin
pattern: inpatient
date: 2026-03-10
zone: Europe/London
given:
  wards: [{ id: 4B, seats: [4B-1] }, 6A]
  staff: [{ id: amy, role: nurse, ward: 4B, shifts: [${shifts.join(", ")}] }]
  patients: [{ id: p1, ward: 4B }, { id: p2, ward: 6A }]
${contacts}steps:
  - at: ${timeOf(at)}
    amy: taps in at 4B-1
  - amy: ${does} p1
${goes === undefined ? "" : `  - at: ${timeOf(at + after)}\n    p1: ${goes}\n`}budget: { residual: 0 }
`;
  });

const pairs = fc
  .tuple(fc.constantFrom(...minutes), fc.constantFrom(...minutes))
  .filter(([one, other]) => one < other);

test("a longer margin never lowers residual access, whoever works when and whoever goes", async () => {
  const grown = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      tasks,
      fc.constantFrom(...margins),
      pairs,
      async (text, margin, [shorter, longer]) => {
        const lengthWith = async (length: number) => {
          const { residual } = (await runText(text, await bundleWith(margin, length), sha256))
            .figures;
          if (residual === undefined) return 0;
          return (residual.to ?? Number.POSITIVE_INFINITY) - residual.from;
        };
        const [less, more] = [await lengthWith(shorter), await lengthWith(longer)];
        if (more > less) grown.add(margin);
        expect(more).toBeGreaterThanOrEqual(less);
      },
    ),
    { numRuns: 150 },
  );
  // A margin that nothing ever rests on would never lower anything either.
  expect([...grown].sort()).toContain("handover-margin-after");
}, 60_000);
