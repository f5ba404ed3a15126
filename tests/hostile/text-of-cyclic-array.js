v0=[];v0.push(v0);`${v0}`;v0+1;v0[v0];v0 in {};({[v0]:x}={});RegExp(v0).test();postMessage(1)
