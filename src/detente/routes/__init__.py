"""Ways an envelope travels. Each carries opaque bytes and returns opaque bytes; none knows what is inside."""
