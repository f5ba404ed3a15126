var a = "été"; // café €
