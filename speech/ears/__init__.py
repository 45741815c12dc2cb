"""Ears: from samples to words."""
