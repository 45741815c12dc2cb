"""Speech as it really arrives: spoken lines, spoilt, recognised, and frozen as fixtures; and a cheap copy of the damage."""
