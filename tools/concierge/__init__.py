"""The concierge toolbox: everything the dialogue can do, as an MCP server."""
