// Reads a calendar with ical.js and prints its events as JSON. Arguments: folder of the node modules, the file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const loaded = createRequire(`${folder}/reader.js`)("ical.js");
const ICAL = loaded.default ?? loaded;

const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    summary: event.summary,
    status: component.getFirstPropertyValue("status"),
  };
});
console.log(JSON.stringify(events));
