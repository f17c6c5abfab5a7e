// Reads a calendar with node-ical and prints its events as JSON. Arguments: folder of the node modules, the file.
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const loaded = createRequire(`${folder}/reader.js`)("node-ical");
const ical = loaded.default ?? loaded;

const two = (number) => String(number).padStart(2, "0");
const moment = (date) =>
  date.dateOnly
    ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    : date.toISOString().replace(".000Z", "Z");

const events = Object.values(ical.sync.parseFile(file))
  .filter((part) => part.type === "VEVENT")
  .map((event) => ({
    uid: event.uid,
    start: moment(event.start),
    end: moment(event.end),
    summary: event.summary,
    status: event.status,
  }));
console.log(JSON.stringify(events));
