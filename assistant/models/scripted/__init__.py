"""Models that do what a script or a persona says, behind real HTTP servers that speak both providers' formats."""
