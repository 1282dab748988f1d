"""Files made to harm are shown, or refused, and neither run anything nor reach anybody."""

import contextlib
import io
import socket
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from inspector_app.domain.errors import BadInput
from inspector_app.media.media import Limits, Media
from inspector_app.media.sniffing import PDF

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked for it")


@pytest.fixture(scope="module")
def media() -> Iterator[Media]:
    with Media(Limits(memory_bytes=1024**3, cpu_seconds=10, wall_seconds=30)) as media:
        yield media


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine, and who came there."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    came.append(str(server.accept()[1]))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x", came
        finally:
            over.set()
            thread.join()


def a_pdf(address: str, program: Path) -> bytes:
    """A page with words, and everything by which a PDF acts or draws on what lies elsewhere."""
    drawn, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn, pagesize=(300, 400), invariant=1)
    canvas.drawString(20, 300, "Eight of them")
    canvas.acroForm.textfield("typed", name="n", x=20, y=200, width=90, height=20)
    canvas.save()
    with pikepdf.open(drawn) as pdf:
        elsewhere = Dictionary(Type=Name.Filespec, F=String(address), FS=Name.URL)
        here = Dictionary(Type=Name.Filespec, F=String(str(program)))
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.launchURL('{address}', true);"))
        acts = Array(
            [
                script,
                Dictionary(S=Name.Launch, F=here),
                Dictionary(S=Name.URI, URI=String(address)),
                Dictionary(S=Name.GoToR, F=elsewhere, D=Array([0, Name.Fit])),
                Dictionary(S=Name.SubmitForm, F=elsewhere, Flags=4),
                Dictionary(S=Name.ImportData, F=elsewhere),
            ]
        )
        first, page = acts[0], pdf.pages[0]
        first.Next = acts[1:]
        pdf.Root.OpenAction = first
        pdf.Root.AA = Dictionary(WC=script, DP=script)
        page.AA = Dictionary(O=first, C=script)
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
        for each in acts:
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 300, 400]), A=each
            )
            page.Annots.append(pdf.make_indirect(note))
        picture = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
        picture.F, picture.Width, picture.Height = elsewhere, 10, 10
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        page.Resources.XObject = Dictionary(Far=picture)
        page.contents_add(pdf.make_stream(b"q 50 0 0 50 10 10 cm /Far Do Q"))
        reference = Dictionary(F=elsewhere, Page=0)
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, Ref=reference)
        form.BBox = Array([0, 0, 50, 50])
        page.Resources.XObject.Form = form
        page.contents_add(pdf.make_stream(b"/Form Do"))
        pdf.save(out)
    return out.getvalue()


def test_a_pdf_that_would_act_is_only_drawn(media: Media, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o700)
    with listening() as (address, came):
        file = io.BytesIO(a_pdf(address, program))
        assert media.facts(file).pages == 1
        assert media.page(file, 0, 200).width == 200
        assert media.thumbnail(file, PDF) is not None
        assert media.strip(file, 0, 200, 0, 20).height == 20
        assert "Eight of them" in media.text(file, 100)
        assert media.redacted(file, 0, [(0, 0, 100, 100)]).content
    assert not came
    assert not ran.exists()


@pytest.mark.parametrize(
    "words",
    [
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="{0}"/></svg>',
        "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('{0}')</script></svg>",
        "<!DOCTYPE html><img src='{0}'><script src='{0}'></script>",
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{0}">]><a>&b;</a>',
    ],
)
def test_what_draws_on_the_net_is_shown_as_its_own_words(media: Media, words: str) -> None:
    with listening() as (address, came):
        content = words.format(address)
        file = io.BytesIO(content.encode())
        kind = media.facts(file).media_type
        assert media.thumbnail(file, kind) is None
        with pytest.raises(BadInput, match="this app shows pictures, PDF and text"):
            media.page(file, 0, 100)
        assert media.text(file, 1000) in (content, "")
    assert not came


def a_bomb_of_a_pdf() -> bytes:
    """A page with a picture that comes to two gigabytes once it is decoded."""
    packed = zlib.compress(bytes(40_000_000), 1)
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        picture = pikepdf.Stream(pdf, packed)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 25_000, 25_000, 8
        picture.ColorSpace = Name.DeviceRGB
        picture.Filter = Name.FlateDecode
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Big=picture))
        pdf.pages[0].contents_add(pdf.make_stream(b"100 0 0 100 0 0 cm /Big Do"))
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_a_bomb_within_a_pdf_costs_a_sentence_and_the_next_file_is_shown(tmp_path: Path) -> None:
    bomb = a_bomb_of_a_pdf()
    assert len(bomb) < 500_000
    limits = Limits(memory_bytes=400 * 1024**2, cpu_seconds=3, wall_seconds=10)
    with Media(limits) as media:
        with contextlib.suppress(BadInput):  # or the page is drawn without its picture
            assert media.page(io.BytesIO(bomb), 0, 100).width == 100
        drawn = io.BytesIO(a_pdf("http://127.0.0.1:1/", tmp_path / "x"))
        assert media.page(drawn, 0, 50).width == 50


TAKEN_OVER = """
import os, socket, subprocess, sys
from inspector_app.media import worker

def gone_astray(file, *_):
    tries = (
        lambda: socket.create_connection(("127.0.0.1", {port}), 1),
        lambda: subprocess.run(["/bin/sh", "-c", "touch {ran}"]),
        lambda: os.unlink("{victim}"),
        lambda: open("{ran}", "w"),
    )
    told = []
    for each in tries:
        try:
            each()
            told.append("it can")
        except OSError as error:
            told.append(type(error).__name__)
    return {{"text": " ".join(told)}}, b""

worker._text = gone_astray
sys.argv = ["worker", *sys.argv[-2:]]
worker.main()
"""


@linux
def test_a_decoder_that_was_taken_over_reaches_nobody_and_nothing(tmp_path: Path) -> None:
    victim, ran = tmp_path / "victim", tmp_path / "ran"
    victim.touch()
    with listening() as (address, came):
        port = address.rpartition(":")[2].partition("/")[0]
        script = TAKEN_OVER.format(port=port, ran=ran, victim=victim)
        with Media(child=[sys.executable, "-B", "-c", script]) as media:
            told = media.text(io.BytesIO(b"words"), 1000)
    assert told == " ".join(["PermissionError"] * 4)
    assert not came
    assert victim.exists()
    assert not ran.exists()
