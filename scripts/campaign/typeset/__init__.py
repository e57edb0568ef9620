"""Text in, positioned glyph runs out."""
