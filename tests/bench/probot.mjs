// Probot with its default settings and a handler that does nothing; says how many deliveries it handled when asked to stop.
import { run } from "probot";

let handled = 0;
process.on("SIGUSR2", () => process.stderr.write(`handled ${handled}\n`));

await run((app) => {
  app.on("pull_request.synchronize", async () => {
    handled += 1;
  });
});
