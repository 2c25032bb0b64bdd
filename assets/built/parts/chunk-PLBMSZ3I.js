import{ka as n}from"./chunk-V2TW4JXZ.js";async function r(s,t){let e=await n.post(`queues/${s}/scans`,t);return"items"in e?e.items[0]:e}export{r as a};
