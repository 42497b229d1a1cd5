"""How fast it reads, and in how much memory."""
