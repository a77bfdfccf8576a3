import { describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { day, evening, hour, minute, type TestHospital, testHospital } from "./test-support.ts";

const bundle = await shippedBundle();

/** A cardiologist with duty on 4B (of cardiology) and a role in cardiology too, and a nurse of 4B. */
function clinic(): TestHospital {
  const hospital = testHospital(bundle);
  hospital.person("ines", { role: "consultant", ward: "4B" });
  hospital.record("role.assigned", {
    assignment: "ines-service",
    engagement: "eng-ines",
    role: "consultant",
    ward: "cardiology",
    from: 0,
    to: evening + 30 * day,
  });
  hospital.person("ben", { role: "nurse", ward: "4B" });
  hospital.person("mo", { role: "consultant", ward: "6A" });
  hospital.session("ines", { seat: "4B-1" });
  hospital.session("mo", { seat: "6A-1" });
  return hospital;
}

const from = evening + 26 * hour;
const appointment = {
  appointment: "a",
  patient: "anna",
  service: "cardiology",
  from,
  to: from + hour / 2,
};

describe("[C5] not every relationship is a bed", () => {
  test("an appointment opens to its service from the lead to the tail, and says until when", () => {
    const hospital = clinic();
    hospital.record("appointment.booked", appointment);
    const ask = () => hospital.ask("ines", "chart.open", "anna");
    expect(ask()).toMatchObject({ type: "deny", codes: ["patient.expected-later"] });
    hospital.now = from - day;
    expect(ask()).toMatchObject({ type: "permit", policies: ["expected"], ward: "4B" });
    hospital.now -= 1;
    expect(ask().type).toBe("deny");
  });

  test("a permit does not outlast the tail", () => {
    const hospital = clinic();
    const over = { ...appointment, from: evening - 24 * hour, to: evening - 24 * hour + 30_000 };
    hospital.record("appointment.booked", over);
    const ask = () => hospital.ask("ines", "note.write", "anna");
    expect(ask()).toMatchObject({ type: "permit", validUntil: evening + 30_000 });
    hospital.now = evening + 30_000;
    expect(ask().type).toBe("deny");
  });

  test("the ward's other staff have no part in it, nor have other services", () => {
    const hospital = clinic();
    hospital.record("appointment.booked", { ...appointment, from: evening, to: evening + hour });
    hospital.session("ben", { seat: "ED-1" });
    for (const person of ["ben", "mo"]) {
      expect(hospital.ask(person, "chart.open", "anna").type).toBe("deny");
    }
  });

  test("whoever is named by it may, while on duty anywhere", () => {
    const hospital = clinic();
    const named = { ...appointment, from: evening, to: evening + hour, person: "mo" };
    hospital.record("appointment.booked", named);
    expect(hospital.ask("mo", "chart.open", "anna").type).toBe("permit");
    hospital.now = evening + 13 * hour;
    expect(hospital.ask("mo", "chart.open", "anna").type).toBe("deny");
  });

  test("cancelling ends it, and a completed request runs into its tail", () => {
    const hospital = clinic();
    const request = {
      serviceRequest: "r",
      type: "referral" as const,
      patient: "anna",
      service: "cardiology",
      from: evening - hour,
      to: evening + 90 * day,
    };
    const ask = () => hospital.ask("ines", "chart.open", "anna");
    hospital.record("service-request.placed", request);
    expect(ask()).toMatchObject({
      type: "permit",
      because: [expect.stringContaining("referred to cardiology")],
    });
    hospital.record("service-request.completed", { serviceRequest: "r", to: evening });
    hospital.now = evening + minute;
    expect(ask().type).toBe("permit");
    expect(hospital.world.contacts.get("r")).toMatchObject({ to: evening });
    hospital.record("service-request.revoked", { serviceRequest: "r" });
    expect(ask().type).toBe("deny");
    expect(hospital.world.patients.has("anna")).toBe(false);
  });

  test.each(["referral", "consult", "transfer", "order"] as const)(
    "a %s says what it is",
    (type) => {
      const hospital = clinic();
      const told = { patient: "anna", service: "cardiology", from: evening, to: evening + hour };
      hospital.record("service-request.placed", { serviceRequest: "r", type, ...told });
      const answer = hospital.ask("ines", "chart.open", "anna");
      const [because = ""] = answer.type === "permit" ? answer.because : [];
      expect(because).toContain("cardiology");
      expect(because).not.toContain("{");
    },
  );
});
