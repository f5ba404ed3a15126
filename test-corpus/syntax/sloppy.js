with (location) { var here = href; }
var await = 1, yield = 2, let = 3, async = 4, of = 5, static = 6;
if (here) function inner() {}
label: function labelled() {}
for (var i = 0 in {}) ;
var octal = 017 + 08;
delete here;
arguments = eval = 1;
function f(a, a) { return a + new.target; }
