/* What component packages expect of the language beside what browsers have: `regeneratorRuntime`, for generators that were
 * compiled for older browsers. Dash itself would load a polyfill of 99 kB for it. */
import "regenerator-runtime/runtime.js";
