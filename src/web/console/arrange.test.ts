import { expect, test } from "vitest";
import { changed, pageAddress } from "./address.ts";
import { arrange, arrangementOf, type Column } from "./arrange.ts";

interface Feed {
  readonly id: string;
  readonly heard: number;
}

const feeds: readonly Feed[] = [
  { id: "adt-north", heard: 5 },
  { id: "roster-10", heard: 20 },
  { id: "roster-9", heard: 100 },
];
const columns: readonly Column<Feed>[] = [
  { id: "id", title: "Feed", text: ({ id }) => id },
  { id: "heard", title: "Heard", text: ({ heard }) => `${heard} s`, sortBy: ({ heard }) => heard },
];

function ids(query: string): string[] {
  return arrange(feeds, columns, arrangementOf(new URLSearchParams(query)), "en-GB").map(
    ({ id }) => id,
  );
}

test("rows are filtered by any column and sorted by value, as the address says", () => {
  expect(ids("")).toEqual(["adt-north", "roster-10", "roster-9"]);
  expect(ids("sort=id")).toEqual(["adt-north", "roster-9", "roster-10"]);
  expect(ids("sort=heard&order=desc")).toEqual(["roster-9", "roster-10", "adt-north"]);
  expect(ids("contains=ROSTER&sort=heard")).toEqual(["roster-10", "roster-9"]);
  expect(ids("sort=nonsense")).toEqual(["adt-north", "roster-10", "roster-9"]);
});

test("the address keeps what it holds, and a page begins without the state of another", () => {
  expect(changed("?page=feeds&lang=de", { sort: "id" })).toBe("?page=feeds&lang=de&sort=id");
  expect(changed("?page=feeds&sort=id", { sort: undefined })).toBe("?page=feeds");
  expect(pageAddress("?page=feeds&lang=de&sort=id", "parked")).toBe("?page=parked&lang=de");
});
