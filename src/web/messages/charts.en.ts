/** What is said of finding patients, and of charts that need care. */
export const chartsEn = {
  findByName: "Find by name instead",
  findByNumber: "Find by number instead",
  findFamily: "Family name, or its beginning",
  findBorn: "Born on",
  findNameHint: "Shows who it is, and no more. Searches are recorded.",
  findNameEmpty: "Give the family name and the day of birth.",
  severalTitle: (count: number): string =>
    count === 1 ? "One patient fits" : `${count} patients fit`,
  reviewMany: "many, one after the other",
  severalMore: "There are more. Add letters of the name, or look for the number.",
};
