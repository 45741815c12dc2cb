"""Where session hosts run: on this machine (`sandbox.host.launch`), or in a pod for each session."""
