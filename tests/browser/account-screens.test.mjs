// Every screen of coming in, the account and help, in both languages, both themes, on a phone and on a desktop.
import { after, before, test } from "node:test";
import { Agency, checkEveryLook, DESKTOP } from "./support.mjs";

/** @type {Agency} */
let agency;
before(async () => {
  agency = await Agency.start("--empty");
});
after(() => agency?.stop());

const ANYONE = [
  "/login", "/login?next=/me", "/register", "/forgot", "/invite/no-such-token", "/setup", "/help", "/help/start", "/help/families",
  "/help/nurses", "/help/emergencies", "/help/notes", "/help/nothing", "/privacy", "/licences", "/maintenance", "/no/such/page",
];
const SIGNED_IN = ["/login", "/account", "/account?tab=messages", "/account?tab=security", "/account?tab=display"];

for (const locale of ["fa", "en"]) {
  test(`the way in, the account and help hold in every look in ${locale}`, async (t) => {
    const visits = [
      [ANYONE, undefined], [SIGNED_IN, agency.account("customer")], [["/account?tab=keys"], agency.account("owner")],
    ];
    for (const [paths, account] of visits) {
      const page = await agency.open("/help", { ...DESKTOP, locale }, account);
      for (const path of paths) {
        await t.test(`${account?.role ?? "anyone"} at ${path}`, async () => {
          await agency.visit(page, path);
          await checkEveryLook(page, locale);
        });
      }
      await page.context().close();
    }
  });
}
