"""How well and how fast the ears hear: answers to the open question, spoken by many voices in noise."""
