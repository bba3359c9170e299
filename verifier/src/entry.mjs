import { main } from "./main.mjs";

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
