import assert from "node:assert/strict";
import { test } from "node:test";

import { isHere } from "../../static/attend.js";

test("names of the machine itself are told from those that others can open", () => {
  for (const host of ["localhost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) assert.ok(isHere(host), host);
  for (const host of ["192.168.1.20", "sightglass.example", "localhost.example", "10.127.0.1", "[fe80::1]"]) assert.ok(!isHere(host), host);
});
