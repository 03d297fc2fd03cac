"""What the Makefile calls. Standard library only: runs before any venv exists."""
