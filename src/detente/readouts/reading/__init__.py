"""Files, standard input and addresses, turned into text: the only part of this room that touches the system.

Plain text is decoded here; HTML, PDF and DOCX are parsed in a process of its own with limits on time, memory and what it
may write (`worker`), because such files come from strangers. Where a platform has no such limits the document says so.
"""

from detente.readouts.reading.documents import Document, document, from_bytes, from_url

__all__ = ["Document", "document", "from_bytes", "from_url"]
