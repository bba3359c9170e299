// Section 27: duty calendars, and when a span of duty time is over.

const MINUTE = 60000;
const DAY = 86400000;
const MOST_DAYS = 3653;
const WEEK = 7;

// Days since 1970-01-01, or null for what is no date from then on.
export function dayNumber(text) {
  const [year, month, day] = text.split("-").map(Number);
  const at = Date.UTC(year, month - 1, day);
  const found = new Date(at);
  const real = year >= 1970 && found.getUTCFullYear() === year && found.getUTCMonth() === month - 1;
  return real && found.getUTCDate() === day ? at / DAY : null;
}

const soundHours = (days) =>
  days.every((spans) => spans.every(({ from, until }, n) => from < until && (n === 0 || spans[n - 1].until < from)));

function soundOffsets({ offset, changes }) {
  return changes.every(({ at, then }, n) => {
    const before = n === 0 ? null : changes[n - 1];
    return then !== (before === null ? offset : before.then) && (before === null || before.at < at);
  });
}

function soundDays({ holidays, working }, first, last) {
  const within = (day) => day !== null && day >= first && day <= last;
  const closed = holidays.map(({ from, until }) => [dayNumber(from), dayNumber(until)]);
  const worked = working.map(({ on }) => dayNumber(on));
  return (
    closed.every(([from, until], n) => within(from) && within(until) && from <= until && (n === 0 || closed[n - 1][1] < from)) &&
    worked.every((day, n) => within(day) && (n === 0 || worked[n - 1] < day)) &&
    worked.every((day) => !closed.some(([from, until]) => from <= day && day <= until))
  );
}

// The reason for which a calendar is refused, or null.
export function calendarFault(calendar) {
  const { week, on_call: onCall = [] } = calendar;
  if (!week.some((spans) => spans.length > 0) || !soundHours(week) || !soundHours(onCall)) return "roster-hours";
  if (!soundOffsets(calendar)) return "roster-offsets";
  const first = dayNumber(calendar.covers_from);
  const last = dayNumber(calendar.covers_until);
  if (first === null || last === null || last < first || last >= first + MOST_DAYS) return "roster-covers";
  return soundDays(calendar, first, last) ? null : "roster-days";
}

class Calendar {
  constructor(calendar) {
    this.week = calendar.week;
    this.onCall = calendar.on_call ?? null;
    this.closed = calendar.holidays.map(({ from, until }) => [dayNumber(from), dayNumber(until)]);
    this.working = new Map(calendar.working.map(({ on, like }) => [dayNumber(on), like]));
    this.first = dayNumber(calendar.covers_from);
    this.last = dayNumber(calendar.covers_until);
  }

  // Open minutes of a local day, in order and apart.
  hours(day, over) {
    const weekday = (((day + 3) % WEEK) + WEEK) % WEEK; // 1970-01-01 was a Thursday
    const covered = day >= this.first && day <= this.last;
    let spans = this.week[weekday];
    if (covered && this.working.has(day)) spans = this.week[this.working.get(day) - 1];
    else if (covered && this.closed.some(([from, until]) => from <= day && day <= until)) spans = [];
    if (over !== "duty-and-on-call" || this.onCall === null) return spans;
    return union([...spans, ...this.onCall[weekday]]);
  }
}

function union(spans) {
  const joined = [];
  for (const { from, until } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}

// The first instant by which `span` ms of duty time have passed since `at`, or null where ten years of days do not fill it.
export function addDuty(plain, at, span, over) {
  if (span === 0) return at;
  const calendar = new Calendar(plain);
  const offsets = [{ at: 0, then: plain.offset }, ...plain.changes];
  let left = span;
  let looked = 0;
  for (let n = 0; n < offsets.length; n++) {
    const until = n + 1 < offsets.length ? offsets[n + 1].at : Infinity;
    if (until <= at) continue;
    const since = Math.max(at, n === 0 ? 0 : offsets[n].at);
    const offset = offsets[n].then * MINUTE;
    for (let day = Math.floor((since + offset) / DAY); day * DAY - offset < until; day++) {
      if (looked++ >= MOST_DAYS) return null;
      for (const { from, until: to } of calendar.hours(day, over)) {
        const begins = Math.max(since, day * DAY + from * MINUTE - offset);
        const ends = Math.min(until, day * DAY + to * MINUTE - offset);
        if (ends - begins >= left) return begins + left;
        if (ends > begins) left -= ends - begins;
      }
    }
  }
  return null;
}
