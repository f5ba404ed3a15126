import fs = require('fs');
import type path = require('path');
import read = fs.readFileSync;
export import write = fs.writeFileSync;
export = { fs, read };
