"""Threshold cards: fictional cases that each side answers alone, and what two sides' answers have between them.

`card.py`: a card and the file it is read from · `sheet.py`: one side's answers and the bytes of them · `comparing.py`: two
sheets side by side · `scope.py`: a side's areas in, out and undecided, and two of those · `set/`: the cards that are shipped.
"""
