"""The progress table: one schema for the form, the page that fills it, the reader, the checks and the totals."""
