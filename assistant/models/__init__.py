"""Language models behind one port: adapters for the official SDKs, what guards them, and scripted models to test with."""
