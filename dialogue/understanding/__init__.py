"""From words to meaning: pure functions over one utterance, no state of their own."""
