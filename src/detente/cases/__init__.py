"""One party alone: an incident of one's own, the laws and codes that start a clock, and what their forms ask. Pure.

A *case* is not on any line. What is read here comes in as arguments: the case, the regimes' bytes, the time, the calendars.
A reminder, not legal advice: every page made of this says so.
"""
