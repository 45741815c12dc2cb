"""Engines turn an utterance into acts and a change of the draft. They share everything else."""
