"""One zip for each kind of destination, with a page that says which software to open and what to press."""
