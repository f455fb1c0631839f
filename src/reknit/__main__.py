"""`python -m reknit`."""

from reknit.cli import main

main()
