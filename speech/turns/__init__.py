"""Whose turn it is: voice activity, the ends of turns, interruptions. The decisions are sans-I/O and in audio time."""
