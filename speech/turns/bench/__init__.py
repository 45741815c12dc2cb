"""Measuring the turn machine: a corpus of answers with pauses, rehearsed in virtual time or as real sound."""
