"""Text that is sent or loaded as it is: lists for LED cards, short messages, posts."""
