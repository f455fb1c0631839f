"""Training: how the shipped reader is made and measured. Stands beside the package, not in it."""
