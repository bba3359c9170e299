"""Real nodes on a real disk, killed and hindered: `python -m faults.kill` (docs/faults.md). No part of the product."""
