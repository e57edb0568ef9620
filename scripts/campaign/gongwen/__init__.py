"""A page in the layout of official documents (GB/T 9704-2012), as PDF and as a Word file."""
