"""Scenarios, simulated customers, noise, scoring, reports. Uses the public interface of the assistant alone."""
