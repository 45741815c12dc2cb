"""What can be done: the concierge toolbox, slot validation, the catalyst-api client and its emulator."""
