"""A faithful stand-in for catalyst-api: same contract, same scars, its own process, no cloud."""
