"""`python -m assistant.schema`: JSON Schema of the events and the state, from which the page's types are generated."""

import json
import sys

from assistant.api.openapi import document


def main() -> int:
    """Print it."""
    schemas = document("0")["components"]["schemas"]
    text = json.dumps({"$defs": schemas}, indent=1, ensure_ascii=False).replace("#/components/schemas/", "#/$defs/")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
