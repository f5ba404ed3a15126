#!/usr/bin/env node
"use strict";
process.exit(0);
