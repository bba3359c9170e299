"""The simulated world: real nodes over a store in memory, on a network, disks and clocks that do anything. Nothing here is
part of a running node. Signatures and seals are the stand-in suite `sim-0`, which a real node refuses by name.
"""
