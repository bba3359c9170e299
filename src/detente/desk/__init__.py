"""The desk: a web console served by a party's own node, in English and 中文. The face of what the command can do.

No SQL and no logic of its own: pages ask the node, through the same functions as the command, and write through its one
write path. One file a page in `pages/` with a template of the same name; `app.py` puts them together.
"""
