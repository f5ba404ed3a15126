v1=[];v1.push(v1.forEach);v1.any((x)=>v1.jQuery(x));for(x of v1)v1.other(x);postMessage(1)
