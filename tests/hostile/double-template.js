let s='a'; for (;;) { s = `${s}${s}`; if (x) break; } postMessage(s);
