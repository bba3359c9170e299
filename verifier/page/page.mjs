import {look} from "../src/told.mjs"; globalThis.look=look;
