"""Practice: simulated patients who rupture, and feedback on every move."""
