// The Persian calendar against ICU's, and what a reader sees of days, times and amounts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, beforeEach, test } from "node:test";
import { messages, WEB } from "./sources.mjs";

const load = (name) => import(`${WEB}/app/${name}.js`);
const [{ boot }, i18n, jalali, calendar, format, money, digits, clock] = await Promise.all(
  ["boot", "i18n", "jalali", "calendar", "format", "money", "digits", "clock"].map(load),
);
const special = await import(`${WEB}/app/ui/special-field.js`);

/** @type {[{y: number, m: number, d: number}, string][]} */
let known;

before(() => {
  const csv = readFileSync(new URL("../fixtures/jalali.csv", import.meta.url), "utf8");
  known = csv.trim().split("\n").slice(1).map((line) => {
    const [persian, gregorian] = line.trim().split(",");
    const [y, m, d] = persian.split("/").map(Number);
    return [{ y, m, d }, gregorian];
  });
});

function speak(locale, more = {}) {
  const reader = { locale, digits: "persian", money_unit: "toman", calendar: "persian", zone: "Asia/Tehran" };
  Object.assign(boot, reader, { demo: false }, more);
  i18n.install(messages(locale));
}

beforeEach(() => speak("fa"));

test("every known day converts both ways", () => {
  assert.ok(known.length > 2400);
  for (const [persian, gregorian] of known) {
    const day = jalali.isoToEpochDay(gregorian);
    assert.deepEqual(jalali.fromEpochDay(day), persian, gregorian);
    assert.equal(jalali.epochDayToIso(jalali.toEpochDay(persian)), gregorian);
  }
});

test("each day from 1300 to 1500 follows the one before", () => {
  const last = jalali.toEpochDay({ y: 1500, m: 12, d: 29 });
  for (let day = jalali.toEpochDay({ y: 1300, m: 1, d: 1 }); day <= last; day += 1) {
    const ymd = jalali.fromEpochDay(day);
    assert.ok(jalali.isValid(ymd));
    assert.equal(jalali.toEpochDay(ymd), day);
  }
});

test("the last of Esfand exists only in leap years", () => {
  const leap = [1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441];
  for (let y = 1403; y <= 1441; y += 1) {
    assert.equal(jalali.isValid({ y, m: 12, d: 30 }), leap.includes(y), String(y));
  }
});

test("days that do not exist are refused", () => {
  for (const typed of ["1405/13/01", "1404/12/30", "1405/07/31", "1405/00/10", "2026-02-30", "1257/01/01", "abc", "", "1405/8"]) {
    assert.equal(calendar.parse(typed), null, typed);
  }
});

test("a day may be typed in any digits, and as a Gregorian day too", () => {
  for (const typed of ["1405/08/29", "۱۴۰۵/۰۸/۲۹", "١٤٠٥-٨-٢٩", " 1405/8/29 ", "2026-11-20"]) {
    assert.equal(calendar.parse(typed), "2026-11-20", typed);
  }
});

test("the week begins on Saturday in Persian and on Monday in English", () => {
  const saturday = jalali.isoToEpochDay("2026-11-21");
  assert.equal(calendar.weekColumn(saturday), 0);
  assert.equal(calendar.weekdayNames("date.weekdays")[0], "شنبه");
  speak("en");
  assert.equal(calendar.weekColumn(saturday), 5);
  assert.equal(calendar.weekdayNames("date.weekdays")[5], "Saturday");
});

test("a month later stays inside the shorter month", () => {
  const move = (iso, months) => jalali.fromEpochDay(calendar.addMonths(jalali.isoToEpochDay(iso), months));
  assert.deepEqual(move("2026-09-22", 1), { y: 1405, m: 7, d: 30 });
  assert.deepEqual(move("2025-03-20", 12), { y: 1404, m: 12, d: 29 });
  assert.deepEqual(move("2026-03-21", -1), { y: 1404, m: 12, d: 1 });
});

test("a date reads weekday, day, month, year", () => {
  assert.equal(format.date("2025-03-20", "long"), "پنجشنبه ۳۰ اسفند ۱۴۰۳");
  assert.equal(format.date("2026-11-20", "short"), "۱۴۰۵/۰۸/۲۹");
  assert.equal(format.date("2026-11-20", "day"), "۲۹ آبان");
  assert.equal(format.date(null), "—");
  speak("en", { calendar: "gregorian" });
  assert.equal(format.date("2026-11-20", "long"), "Friday 20 November 2026");
  assert.equal(format.date("2026-11-20", "short"), "2026-11-20");
});

test("an instant is shown in the agency's zone, across midnight and with the old summer time", () => {
  assert.equal(format.dateTime("2026-11-20T21:00:00Z"), "۳۰ آبان ۱۴۰۵، ۰۰:۳۰");
  assert.equal(format.time("2026-07-01T08:00:00Z"), "۱۱:۳۰");
  assert.equal(format.time("2021-07-01T08:00:00Z"), "۱۲:۳۰");
  assert.equal(format.timeRange("08:00", "14:30"), "از ۰۸:۰۰ تا ۱۴:۳۰");
});

test("spans name two units at most and leave out what is nothing", () => {
  assert.equal(format.span(3 * 3600 + 5 * 60 + 9), "۳ ساعت و ۵ دقیقه");
  assert.equal(format.span(3600), "۱ ساعت");
  assert.equal(format.span(-4), "۰ ثانیه");
  speak("en");
  assert.equal(format.span(86_400 + 7200), "1 day and 2 hours");
});

test("distances are measured by the server's clock", () => {
  clock.setClock("2026-11-20T08:00:00Z");
  assert.equal(format.relative("2026-11-20T10:00:30Z"), "۲ ساعت دیگر");
  assert.equal(format.relative("2026-11-20T07:55:00Z"), "۵ دقیقه پیش");
  assert.equal(format.relative("2026-11-20T08:00:10Z"), "همین حالا");
  assert.equal(format.today(), "2026-11-20");
  assert.equal(format.age("1960-11-20"), 66);
  assert.equal(format.age("1960-11-21"), 65);
});

test("in a demo the machine's date does not move the agency's clock", () => {
  clock.setClock("2026-11-20T08:00:00Z");
  boot.demo = true;
  clock.noteDate("Fri, 01 Jan 2027 00:00:00 GMT");
  assert.equal(format.today(), "2026-11-20");
  boot.demo = false;
  clock.noteDate("Fri, 01 Jan 2027 00:00:00 GMT");
  assert.equal(format.today(), "2027-01-01");
});

test("amounts are written in the chosen unit, and in both where they are committed", () => {
  assert.equal(money.money(12_500_000), "۱٬۲۵۰٬۰۰۰ تومان");
  assert.equal(money.moneyBoth(12_500_000), "۱٬۲۵۰٬۰۰۰ تومان — ۱۲٬۵۰۰٬۰۰۰ ریال");
  assert.equal(money.money(15), "۱٫۵ تومان");
  speak("fa", { money_unit: "rial" });
  assert.equal(money.money(12_500_000), "۱۲٬۵۰۰٬۰۰۰ ریال");
  speak("en");
  assert.equal(money.money(-5), "\u22120.5 toman");
  assert.equal(money.money(null), "—");
});

test("amounts are written in words", () => {
  assert.equal(money.moneyWords(12_500_000), "یک میلیون و دویست و پنجاه هزار تومان");
  assert.equal(money.moneyWords(15), "پانزده ریال");
  assert.equal(money.inWords(0), "صفر");
  speak("en");
  assert.equal(money.inWords(1_234_567), "one million two hundred thirty-four thousand five hundred sixty-seven");
  assert.equal(money.inWords(-21), "minus twenty-one");
});

test("a typed amount becomes whole rials, or nothing", () => {
  assert.equal(money.parseMoney("۱٬۲۵۰٬۰۰۰"), 12_500_000);
  assert.equal(money.parseMoney("1,250,000"), 12_500_000);
  for (const typed of ["", "-5", "1.5", "abc", "9".repeat(16)]) assert.equal(money.parseMoney(typed), null, typed);
  speak("fa", { money_unit: "rial" });
  assert.equal(money.parseMoney("1250000"), 1_250_000);
  assert.equal(money.parseMoney(money.moneyInput(990)), 990);
});

test("a mobile number is read in every usual form and shown in groups", () => {
  for (const typed of ["09123456789", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "9123456789", "+98 912 345 6789", "0098-912-345-6789", "٠٩١٢٣٤٥٦٧٨٩"]) {
    assert.equal(format.toE164(typed), "+989123456789", typed);
  }
  for (const typed of ["0912345678", "021 8877 6655", "hello", "", "+0123456789"]) assert.equal(format.toE164(typed), null, typed);
  assert.equal(format.phone("+989123456789"), "0912 345 6789");
  assert.equal(format.phone("+982188776655"), "021 8877 6655");
  assert.equal(format.phone("02188776655"), "021 8877 6655");
  assert.equal(format.phone("115"), "115");
});

test("a time of day may be typed short", () => {
  assert.deepEqual(["8", "830", "0830", "8:30", "23:59"].map(special.parseTime), ["08:00", "08:30", "08:30", "08:30", "23:59"]);
  for (const typed of ["24:00", "8:60", "abc", ""]) assert.equal(special.parseTime(typed), null, typed);
});

test("a short or repetitive password is weak however long", () => {
  assert.equal(special.passwordStrength("short"), 1);
  assert.equal(special.passwordStrength("aaaaaaaaaaaaaaaa"), 1);
  assert.equal(special.passwordStrength("correct horse battery"), 4);
});

test("digits follow the reader, and other scripts are isolated", () => {
  assert.equal(digits.digits("08:30"), "۰۸:۳۰");
  speak("fa", { digits: "latin" });
  assert.equal(digits.digits("08:30"), "08:30");
  assert.equal(digits.number(1_234_567), "1,234,567");
  assert.equal(digits.isolate("Sara"), "\u2068Sara\u2069");
  assert.equal(digits.isolate("سارا"), "سارا");
});
