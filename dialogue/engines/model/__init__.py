"""The engine that lets a language model understand: composes its requests, keeps what was said, refuses what it may not."""
