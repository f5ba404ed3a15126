postMessage(1, '*');
x = a<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(ba<(b