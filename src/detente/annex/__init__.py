"""The annex of formats: messages as forms of one page, to be filled in by hand, faxed or mailed (docs/annex-of-formats.md).

Made of the same shapes, codes and labels as the messages: a field that a kind has and a form has no place for is a defect,
and a test finds it. `forms.py` says where a field stands; `places.py` how it is filled in; `paper.py` what every form has.
"""
