// SPDX-License-Identifier: GPL-3.0-or-later
// Writes data/calendars/*.json: hours as below, holidays estimated by the package date-holidays.
// Run once for each pair of years, by hand, where that package is installed:
//   npm install date-holidays && node build-aux/estimate-holidays.js 2026 2027 data/calendars
const fs = require("fs");
const path = require("path");
const Holidays = require(require.resolve("date-holidays", { paths: [process.cwd()] }));

const version = require(require.resolve("date-holidays/package.json", { paths: [process.cwd()] })).version;
const sunday = ["sun", "mon", "tue", "wed", "thu"];
const monday = ["mon", "tue", "wed", "thu", "fri"];
const calendars = [
  ["india", "India", "IN", "Asia/Kolkata", monday, "09:00-18:00"],
  ["saudi-arabia", "Saudi Arabia", "SA", "Asia/Riyadh", sunday, "09:00-18:00"],
  ["bahrain", "Bahrain", "BH", "Asia/Bahrain", sunday, "08:00-17:00"],
  ["egypt", "Egypt", "EG", "Africa/Cairo", sunday, "09:00-18:00"],
  ["drc-kinshasa", "DRC, Kinshasa", "CD", "Africa/Kinshasa", monday, "08:00-17:00"],
  ["drc-lubumbashi", "DRC, Lubumbashi", "CD", "Africa/Lubumbashi", monday, "08:00-17:00"],
  ["kenya", "Kenya", "KE", "Africa/Nairobi", monday, "08:00-17:00"],
  ["zambia", "Zambia", "ZM", "Africa/Lusaka", monday, "08:00-17:00"],
  ["tanzania", "Tanzania", "TZ", "Africa/Dar_es_Salaam", monday, "08:00-17:00"],
  ["hong-kong", "Hong Kong", "HK", "Asia/Hong_Kong", monday, "09:00-18:00"],
  ["new-zealand", "New Zealand", "NZ", "Pacific/Auckland", monday, "09:00-17:00"],
  ["australia", "Australia, Sydney", "AU", "Australia/Sydney", monday, "09:00-17:00"],
];
const day = 24 * 60 * 60 * 1000;
// Seen, not reckoned: a month begins with the day after the new moon was seen, or a day later.
const seen = /Eid al-|Islamic New Year|Mawlid|Maulid|Ashura|Arafat/;

function holidaysOf(country, years) {
  const byDate = new Map();
  const source = new Holidays(country, { languages: ["en"], types: ["public"] });
  for (const year of years) {
    for (const holiday of source.getHolidays(year)) {
      const first = Date.parse(holiday.date.slice(0, 10) + "T00:00:00Z");
      const length = Math.max(1, Math.round((holiday.end - holiday.start) / day));
      for (let i = 0; i < length; i++) {
        const date = new Date(first + i * day).toISOString().slice(0, 10);
        const titles = byDate.get(date) || [];
        if (!titles.includes(holiday.name)) titles.push(holiday.name);
        byDate.set(date, titles);
      }
    }
  }
  return [...byDate.keys()].sort().map((date) => {
    const title = byDate.get(date).join(", ");
    const or = new Date(Date.parse(date + "T00:00:00Z") + day).toISOString().slice(0, 10);
    return seen.test(title) ? { date, or, title, estimated: true } : { date, title, estimated: true };
  });
}

function write(folder, years, [id, title, country, zone, week, hours]) {
  const list = holidaysOf(country, years).map((item) => "    " + JSON.stringify(item));
  const hoursOf = week.map((name) => `    "${name}": ["${hours}"]`);
  const text = `{
  "title": ${JSON.stringify(title)},
  "revision": 1,
  "zone": "${zone}",
  "note": "Holidays are estimated, not official: confirm or import them before relying on them. Hours are a usual default.",
  "source": "Holidays ${years.join(" and ")}: date-holidays ${version} by commenthol, data CC BY-SA 3.0 (from Wikipedia articles), code ISC",
  "license": "CC-BY-SA-3.0",
  "hours": {
${hoursOf.join(",\n")}
  },
  "holidays": [
${list.join(",\n")}
  ]
}
`;
  fs.writeFileSync(path.join(folder, id + ".json"), text);
}

const folder = process.argv[process.argv.length - 1];
const years = process.argv.slice(2, -1).map(Number);
calendars.forEach((calendar) => write(folder, years, calendar));
