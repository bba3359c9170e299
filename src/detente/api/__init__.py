"""One HTTP API: what the desk and every command speak, over a socket in the home or in the same process."""
