"""Store: what is kept of conversations, on the operator's own machine."""
