"""Whole scenarios by voice: the speech suite as real sound over WebRTC, judged like text by the request that reaches the service."""
