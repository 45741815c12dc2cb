"""Voice joined to conversations: models, lines, what is heard and what is said."""
