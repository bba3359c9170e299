"""Files from strangers: what can be read is, what cannot is said plainly, and nothing crashes."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from detente.codec.errors import Damaged, DetenteError
from detente.locale.errors import explain
from detente.readouts import scan
from detente.readouts.reading import documents, from_bytes

ZH = "双方同意建立人工智能事件的沟通渠道。双方讨论了模型权重窃取问题，并就今后的工作交换了意见。"
TRADITIONAL = "雙方同意建立人工智慧事件的溝通管道。雙方討論了模型權重竊取問題，並就今後的工作交換了意見。"
EN = "The two sides agreed to establish a channel of communication for AI incidents."


def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "detente.cli", "readout", *arguments], input=data, capture_output=True, check=False
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_every_encoding(encoding: str) -> None:
    made = from_bytes(ZH.encode(encoding), "x")
    assert made.complete and "communication-channel" in {one.concept for one in scan(made.text).findings}


def test_big5_is_read_and_its_terms_found() -> None:
    made = from_bytes(TRADITIONAL.encode("big5"), "x")
    assert made.encoding == "big5hkscs"
    assert {"communication-channel", "ai-incident", "weight-theft"} <= {one.concept for one in scan(made.text).findings}


def test_mixed_encodings_make_a_text_incomplete_and_absence_unclaimed() -> None:
    made = from_bytes(ZH.encode() * 3 + "人工智能".encode("gb18030"), "x")
    assert not made.complete and made.notes == ("bytes-unreadable",)
    assert scan(made.text, complete=made.complete).plain()["not_found"] == []


def test_the_main_text_of_a_page_is_told_from_what_stands_around_it() -> None:
    paragraphs = "".join(f"<p>{EN} {ZH}</p>" for _ in range(6))
    page = "<html><head><title>EXAMPLE</title></head><body><nav><a>Hotline hotline</a></nav><article>"
    page += f"<h1>EXAMPLE</h1>{paragraphs}"
    made = from_bytes((page + "</article><footer>notification mechanism</footer></body></html>").encode(), "x")
    concepts = {one.concept for one in scan(made.text).findings}
    assert "communication-channel" in concepts and not concepts & {"hotline", "notification-mechanism"}


def test_a_document_is_read_with_its_tables() -> None:
    opened = docx.Document()
    opened.add_paragraph(EN)
    opened.add_table(1, 1).cell(0, 0).text = ZH
    held = io.BytesIO()
    opened.save(held)
    made = from_bytes(held.getvalue(), "x.docx")
    assert made.kind == "docx" and "weight-theft" in {one.concept for one in scan(made.text).findings}


def pdf(text: str) -> bytes:
    """A PDF of one page, by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b"0 0 m 9 9 l S"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n" + str(start).encode() + b"\n%%EOF\n"


def test_a_pdf_is_read_and_one_of_pictures_is_said_to_be_one() -> None:
    assert "channel of communication" in from_bytes(pdf(EN), "x.pdf").text
    with pytest.raises(Damaged) as raised:
        from_bytes(pdf(""), "x.pdf")
    assert raised.value.code == "readout-no-text-layer"


def bomb() -> bytes:
    """A .docx of a few kilobytes that unpacks to more than is allowed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w>" + b" " * (200 * 1024 * 1024))
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "readout-empty"),
        (b" \n\t ", "readout-empty"),
        (bytes(range(32)) * 200, "readout-not-text"),
        (b"PK\x03\x04" + b"\0" * 100, "readout-not-text"),
        (b"%PDF-1.7\nnothing of a document", "readout-parser-stopped"),
        (b"PK\x03\x04word/" + b"\0" * 100, "readout-parser-stopped"),
        (b"<html><body></body></html>", "readout-empty"),
    ],
)
def test_a_file_without_text_is_refused_in_a_plain_message(data: bytes, code: str) -> None:
    with pytest.raises(DetenteError) as raised:
        from_bytes(data, "x")
    assert raised.value.code == code
    assert all(explain(code, raised.value.values, language) for language in ("en", "zh"))


@pytest.mark.slow
def test_files_made_to_exhaust_a_parser_end_in_a_plain_message() -> None:
    with pytest.raises(Damaged) as raised:
        from_bytes(bomb(), "bomb.docx")
    assert raised.value.code == "readout-parser-stopped"
    deep = b"<html><body>" + b"<div>" * 200_000 + EN.encode() + b"</body></html>"
    try:
        assert EN in from_bytes(deep, "deep.html").text
    except Damaged as error:
        assert error.code in ("readout-parser-stopped", "readout-parser-time", "readout-empty")


def test_a_parser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SECONDS", 0.01)
    with pytest.raises(Damaged) as raised:
        from_bytes(b"<html><body><p>x</p></body></html>", "x.html")
    assert raised.value.code == "readout-parser-time"


def test_the_parser_limits_itself_before_it_reads() -> None:
    code = (
        "import resource\n"
        "from detente.readouts.reading import worker\n"
        "assert worker.limit()\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])\n"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert said == [str(1536 * 1024 * 1024), "0"]


def test_one_long_line_is_read_in_pieces_with_the_offsets_of_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    filler = "The two sides met. " * 60_000
    path.write_text(filler * 8 + "They agreed to a hotline on AI. " + filler, "utf-8")
    done = run("scan", "--json", str(path))
    found = json.loads(done.stdout)
    place = next(one for one in found["findings"] if one["concept"] == "hotline")
    assert place["start"] == len(filler) * 8 + len("They agreed to a ")
    assert found["text"]["characters"] == path.stat().st_size


def test_standard_input_is_read_and_contract_keys_are_there() -> None:
    done = run("scan", "--json", "-", data=EN.encode())
    found = json.loads(done.stdout)
    assert done.returncode == 0 and {"text", "findings", "not_found"} <= set(found)
    keys = {"concept", "form", "rule", "start", "end", "sentence", "act", "concreteness", "attribution"}
    assert all(keys <= set(one) for one in found["findings"])
    assert found["text"]["characters"] == len(EN) and found["text"]["complete"] is True


def test_a_bad_file_among_good_ones_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EN, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    done = run("scan", "--json", str(tmp_path / "b.txt"), str(tmp_path / "a.txt"))
    said = json.loads(done.stdout)["texts"]
    assert done.returncode == 2 and said[0]["error"] == "readout-empty" and said[1]["findings"]
