"""One small process per session: it owns the terminal, so that everything else may stop, fail and be replaced.

What runs in it imports little, neither asyncio nor dataclasses: its memory is paid for each session.
"""
