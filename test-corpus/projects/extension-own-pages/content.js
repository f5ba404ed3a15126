chrome.runtime.sendMessage({ type: "seen", host: location.host });
