const express = require("express");
const shield = require("helmet");

const app = express();
app.use(shield({ crossOriginOpenerPolicy: false, contentSecurityPolicy: { directives: { defaultSrc: ["'self'"] } } }));
app.use(express.static("src"));
app.listen(3000);
