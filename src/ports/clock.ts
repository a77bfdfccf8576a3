/** A moment in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of time in whole milliseconds. */
export type Duration = number;

/** Where time comes from. There is no default: a caller says which clock it means. */
export interface Clock {
  /** The wall clock, which may be set forwards or back while we run. */
  now(): Instant;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): Duration;
}
