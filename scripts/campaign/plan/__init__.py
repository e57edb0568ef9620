"""Which pieces a campaign has, and which of them a command asked for."""
