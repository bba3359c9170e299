"""Kinds of message, one file each; this table registers them. An unknown kind is *not understood*, never an error."""

from __future__ import annotations

from detente.kinds.acknowledgement import ACKNOWLEDGEMENT
from detente.kinds.advance_notice import ADVANCE_NOTICE
from detente.kinds.answer import ANSWER
from detente.kinds.assistance_request import ASSISTANCE_REQUEST
from detente.kinds.close import CLOSE
from detente.kinds.confirm_request import CONFIRM_REQUEST
from detente.kinds.consent import CONSENT
from detente.kinds.correction import CORRECTION
from detente.kinds.decline import DECLINE
from detente.kinds.deposit import DEPOSIT
from detente.kinds.destroyed import DESTROYED
from detente.kinds.destruction import DESTRUCTION
from detente.kinds.disclosure import DISCLOSURE
from detente.kinds.explanation import EXPLANATION
from detente.kinds.follow_up import FOLLOW_UP
from detente.kinds.holding_reply import HOLDING_REPLY
from detente.kinds.informal_contact import INFORMAL_CONTACT
from detente.kinds.inquiry import INQUIRY
from detente.kinds.keys import KEYS
from detente.kinds.kind import Kind
from detente.kinds.notice import NOTICE
from detente.kinds.opening import OPENING
from detente.kinds.progress import PROGRESS
from detente.kinds.proposal import PROPOSAL
from detente.kinds.question import QUESTION
from detente.kinds.read_back import READ_BACK
from detente.kinds.resume import RESUME
from detente.kinds.roster import ROSTER
from detente.kinds.service import SERVICE
from detente.kinds.stance import STANCE
from detente.kinds.suspend import SUSPEND
from detente.kinds.test import TEST
from detente.kinds.test_person import TEST_PERSON
from detente.kinds.test_person_reply import TEST_PERSON_REPLY
from detente.kinds.test_reply import TEST_REPLY
from detente.kinds.update import UPDATE
from detente.kinds.withdraw import WITHDRAW

KINDS = (
    *(KEYS, ROSTER, TEST, TEST_REPLY, TEST_PERSON, TEST_PERSON_REPLY, SERVICE, SUSPEND, RESUME, WITHDRAW),
    *(NOTICE, UPDATE, CORRECTION, CLOSE, ADVANCE_NOTICE, INFORMAL_CONTACT, INQUIRY),
    *(ACKNOWLEDGEMENT, READ_BACK, HOLDING_REPLY, DECLINE, EXPLANATION),
    *(DISCLOSURE, DESTRUCTION, CONSENT, DESTROYED),
    *(PROPOSAL, STANCE, PROGRESS, DEPOSIT, OPENING),
    *(QUESTION, ANSWER, FOLLOW_UP, CONFIRM_REQUEST, ASSISTANCE_REQUEST),
)
TABLE: dict[tuple[str, int], Kind] = {(kind.name, kind.schema): kind for kind in KINDS}
LATEST: dict[str, Kind] = {kind.name: kind for kind in TABLE.values()}
