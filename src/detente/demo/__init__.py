"""The main job, run for real on this machine: two invented offices found a line, three notices go out and are proven."""
