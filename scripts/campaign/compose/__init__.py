"""One module per template: a creative and a format in, a display list out."""
