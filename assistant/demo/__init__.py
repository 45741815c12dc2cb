"""`concierge demo`: the product as it is, with a presenter's view; see docs/demo.md."""
