"""Ears and mouth: transport, turn taking, recognition and synthesis. Knows nothing of provisioning."""
