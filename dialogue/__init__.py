"""What is said next: events, state, understanding, policy and gates. No I/O, no clock, no random of its own."""
