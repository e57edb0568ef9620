"""The player for screens: what it plays, the files that it is made of, packages for signage servers."""
