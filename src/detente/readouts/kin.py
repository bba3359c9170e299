"""Concepts that stand in one another's place: other words in the same place of an announcement, and one word for two things."""

# Different words that stand in the same place of an announcement.
CONTRASTS = (
    ("communication-channel", "notification-mechanism", "hotline", "crisis-communication"),
    ("superintelligence", "ai-system", "ai-dialogue", "artificial-general-intelligence", "frontier-ai-model"),
    ("ai-incident", "serious-ai-incident", "accident", "ai-hazard", "near-miss"),
    ("non-state-actor", "terrorist-actor", "criminal-actor", "proxy-actor"),
    ("meaningful-human-control", "appropriate-human-judgment", "human-control-of-weapons", "human-in-the-loop",
     "context-appropriate-judgement-control", "human-on-the-loop"),
    ("loss-of-control", "unexpected-model-behaviour", "misalignment", "reliability-failure"),
    ("human-control-nuclear-use", "ai-nc3"),
    ("miscalculation", "inadvertent-escalation"),
    ("catastrophic-risk", "existential-risk"),
    ("weight-theft", "self-exfiltration", "model-diversion"),
    ("malicious-use", "information-manipulation"),
    ("autonomous-weapon-system", "lethal-autonomous-weapon-system", "intelligent-weapon", "unacceptable-autonomous-weapon"),
    ("deepfake", "information-manipulation"),
    ("guardrail", "ai-red-line", "ai-yellow-line"),
    ("act-notify", "act-consult", "act-request-clarification"),
)  # fmt: skip
# One word, two things (the notes' list): either concept may stand behind it.
FALSE_FRIENDS = (
    ("open-source-ai", "open-weight-model"),
    ("verification", "validation-testing"),
    ("safety", "security"),
    ("artificial-general-intelligence", "general-purpose-ai"),
    ("loss-of-control", "nbcm-knowledge-proliferation"),
    ("loss-of-control", "autonomous-platform-anomaly"),
    ("loss-of-control", "drone-swarm-incident"),
    ("ai-early-warning", "ai-yellow-line"),
    ("model-deception", "sensor-spoofing"),
    ("cbrn-uplift", "nbcm-knowledge-proliferation"),
    ("unauthorised-agent-action", "malicious-agent"),
)
