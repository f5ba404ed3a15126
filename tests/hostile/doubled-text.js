let s='ab'; for (let i = 0; i < 30; i++) s = s + s; postMessage(s,'*');
