<!-- hide from old browsers
var a = 1;
--> and stop hiding
var b = a; <!-- once more
