Unserved 7: words
Route #1: 1@4.5 -2/3@5 b1@6 0@7
Cost 12
