"""Whether a built folder may be published: read like a visitor's browser and like a careful colleague."""
