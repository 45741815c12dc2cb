"""What a terminal shows: an emulator behind a small interface, its state as bytes, the log of what was written."""
