var bom = "é";
