const s='-\u017f1 '.repeat(16000);for(;;)for(;;)s.match(/x|/g);postMessage(1)
